package loralei.data;

import java.util.Comparator;

/**
 * The order of file names as people count: numbers by value ("img2" before "img10"), letters without regard to case.
 * It knows nothing of languages, so it is the same on every computer; names that differ only in case or in leading
 * zeros are told apart at the end, so it is total.
 */
final class NaturalOrder implements Comparator<String> {
    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int order;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                i = endA;
                j = endB;
            } else {
                order = Character.compare(fold(a.charAt(i++)), fold(b.charAt(j++)));
            }
            if (order != 0) {
                return order;
            }
        }
        int order = Boolean.compare(i < a.length(), j < b.length());
        return order != 0 ? order : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String significantA = withoutLeadingZeros(a);
        String significantB = withoutLeadingZeros(b);
        int order = Integer.compare(significantA.length(), significantB.length());
        return order != 0 ? order : significantA.compareTo(significantB);
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
