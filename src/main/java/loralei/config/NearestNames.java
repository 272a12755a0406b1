package loralei.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the names that a misspelt one may have meant. */
public final class NearestNames {
    private NearestNames() {}

    /**
     * Sorts names by the number of letters to insert, delete or replace (Levenshtein distance).
     *
     * @param wanted the name that was not found
     * @param names those that exist
     * @param most how many to return at most
     * @return the nearest first
     */
    public static List<String> of(String wanted, Collection<String> names, int most) {
        record Candidate(String name, int distance) {}
        return names.stream()
                .map(name -> new Candidate(name, distance(wanted, name)))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    /**
     * The name that a misspelt one most likely stands for; capitals, hyphens and underscores do not count.
     *
     * @param wanted the name that was not found
     * @param names those that exist
     * @return empty where none is near
     */
    public static Optional<String> closest(String wanted, Collection<String> names) {
        String plain = plain(wanted);
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(plain, plain(name))))
                .filter(name ->
                        distance(plain, plain(name)) <= Math.min(plain.length() - 1, Math.max(2, plain.length() / 3)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
