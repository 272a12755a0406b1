package loralei.lora;

import loralei.config.Family;
import loralei.model.ModelFamily;
import loralei.model.SgmPaths;

/** The namings of LoRA tensors that programs write, one row each. */
public enum KeyFormat {
    /** Kohya's: what ComfyUI, A1111, Forge and diffusers all load. SD1.5 by diffusers paths, SDXL by sgm paths. */
    KOHYA("kohya", Spelling.FLAT, ".lora_down.weight", ".lora_up.weight", true),
    /** Kohya's with diffusers paths for SDXL too, as diffusers' {@code --output_kohya_format} writes it. */
    KOHYA_DIFFUSERS_PATHS("kohya with diffusers paths", Spelling.FLAT, ".lora_down.weight", ".lora_up.weight", true),
    /** That of diffusers' training scripts; has no alpha. */
    DIFFUSERS("diffusers", Spelling.DOTTED, ".lora.down.weight", ".lora.up.weight", false),
    /** Diffusers' with peft's suffixes; has no alpha. */
    PEFT("diffusers with peft suffixes", Spelling.DOTTED, ".lora_A.weight", ".lora_B.weight", false),
    /** OneTrainer's for ComfyUI, sgm paths for both families. */
    COMFY("ComfyUI", Spelling.COMFY, ".lora_A.weight", ".lora_B.weight", true),
    /** What peft itself saves, one network a file; its alpha is in a file beside it. Drawing programs do not load it. */
    PEFT_OWN("peft's own", Spelling.PEFT, ".lora_A.weight", ".lora_B.weight", false);

    /** How a path becomes part of a tensor's name. */
    enum Spelling {
        /** With underscores for dots, after kohya's prefix. */
        FLAT,
        /** As it is, after the component's name in diffusers. */
        DOTTED,
        /** As it is, by sgm path, after the component's name in ComfyUI. */
        COMFY,
        /** As it is, after the name of peft's wrapper; the component goes without saying. */
        PEFT
    }

    private final String title;
    private final Spelling spelling;
    private final String down;
    private final String up;
    private final boolean alpha;

    KeyFormat(String title, Spelling spelling, String down, String up, boolean alpha) {
        this.title = title;
        this.spelling = spelling;
        this.down = down;
        this.up = up;
        this.alpha = alpha;
    }

    /**
     * Returns the format's name for people.
     *
     * @return such as "kohya"
     */
    public String title() {
        return title;
    }

    /**
     * Tells whether the format stores alpha. Where it does not, programs apply the adapter with scale 1.
     *
     * @return true if there is an alpha tensor a module
     */
    public boolean hasAlpha() {
        return alpha;
    }

    Spelling spelling() {
        return spelling;
    }

    /**
     * Names a tensor.
     *
     * @param family the LoRA's family
     * @param layout the UNet's block structure
     * @param module the module
     * @param part which of the module's tensors
     * @return its name in a file of this format
     * @throws IllegalArgumentException if the module is none that a LoRA can have
     */
    public String tensorName(Family family, UnetLayout layout, ModuleName module, LoraPart part) {
        if (TargetKind.of(module).isEmpty()) {
            throw new IllegalArgumentException(module + " is no module that a LoRA can adapt");
        }
        return base(family, layout, module) + suffix(module, part);
    }

    private String base(Family family, UnetLayout layout, ModuleName module) {
        String path = module.path();
        if (module.component() == Component.UNET && usesSgmPaths(family)) {
            path = SgmPaths.fromDiffusers(path, layout.layersPerBlock(), layout.leadingPlainUpBlocks())
                    .orElseThrow(() -> new IllegalArgumentException(module + " has no sgm path"));
        }
        return switch (spelling) {
            case FLAT -> kohyaPrefix(family, module.component()) + "_" + FlatPaths.flatten(path);
            case DOTTED -> module.component().diffusersPrefix() + "." + path;
            case COMFY -> module.component().comfyPrefix() + "." + path;
            case PEFT -> LoraKey.PEFT_WRAPPER + path;
        };
    }

    private boolean usesSgmPaths(Family family) {
        return this == COMFY || (this == KOHYA && ModelFamily.of(family).lora().sgmPaths());
    }

    /** The beginning of kohya's names for a component, without the underscore that follows. */
    private static String kohyaPrefix(Family family, Component component) {
        return switch (component) {
            case UNET -> "lora_unet";
            case TEXT_ENCODER -> ModelFamily.of(family).lora().textEncoder();
            case TEXT_ENCODER_2 -> "lora_te2";
        };
    }

    private String suffix(ModuleName module, LoraPart part) {
        // Diffusers' scripts name the matrices of a text encoder differently from those of the UNet.
        boolean textEncoder = this == DIFFUSERS && module.component() != Component.UNET;
        return switch (part) {
            case DOWN -> textEncoder ? ".lora_linear_layer.down.weight" : down;
            case UP -> textEncoder ? ".lora_linear_layer.up.weight" : up;
            case ALPHA -> ".alpha";
        };
    }
}
