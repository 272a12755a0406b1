package loralei.gui.form;

import loralei.config.Setting;

/**
 * One row of the form.
 *
 * @param setting what is entered
 * @param section where the row is
 * @param kind how it is entered
 * @param beside whether it stands beside the row above instead of under it
 */
record FormRow(Setting<?> setting, Section section, EditorKind kind, boolean beside) {
    String name() {
        return setting.name();
    }

    boolean advanced() {
        return section != Section.PLAIN;
    }
}
