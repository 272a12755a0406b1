package loralei.gui.form;

/** The parts of the form, from the top down. All but the first are in the fold. */
enum Section {
    PLAIN,
    PICTURES,
    PREVIEWS,
    LENGTH_AND_RATE,
    CAPTIONS,
    LORA,
    MEMORY_AND_SPEED,
    OUTPUT
}
