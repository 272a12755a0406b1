package loralei.config;

/** A switch that is left to the program unless somebody sets it. */
public enum AutoSwitch implements Choice {
    /** As is needed. */
    AUTO,
    /** Never. */
    OFF,
    /** Always. */
    ON;

    /** From on, off and auto, or as plain switches are written: true and false. */
    static AutoSwitch of(String text) {
        for (AutoSwitch value : values()) {
            if (value.id().equalsIgnoreCase(text.strip())) {
                return value;
            }
        }
        return SettingType.SWITCH.reader().apply(text) ? ON : OFF;
    }
}
