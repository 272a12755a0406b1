package loralei.gui.form;

import java.util.List;

/** Tooltips of more than a few words, broken into lines. */
final class Tooltip {
    private Tooltip() {}

    /** The paragraphs one under the other, or null for none, which is what Swing takes for no tooltip. */
    static String lines(List<String> paragraphs) {
        if (paragraphs.isEmpty()) {
            return null;
        }
        StringBuilder html = new StringBuilder("<html><body style='width: 240px'>");
        for (int i = 0; i < paragraphs.size(); i++) {
            html.append(i == 0 ? "" : "<div style='margin-top: 4px'>");
            html.append(escaped(paragraphs.get(i)));
            html.append(i == 0 ? "" : "</div>");
        }
        return html.append("</body></html>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
