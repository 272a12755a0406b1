package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.model.ModelFamily;
import loralei.model.SgmPaths;

/** The namings of LoRA tensors that programs write, one row each. */
public enum KeyFormat {
    /** Kohya's: what ComfyUI, A1111, Forge and diffusers all load. SD1.5 by diffusers paths, SDXL by sgm paths. */
    KOHYA("kohya", "kohya", Spelling.FLAT, ".lora_down.weight", ".lora_up.weight", true),
    /**
     * Kohya's with diffusers paths for SDXL too, as diffusers' {@code --output_kohya_format} and OneTrainer's legacy format
     * have it.
     */
    KOHYA_DIFFUSERS_PATHS(
            "kohya-diffusers",
            "kohya with diffusers paths",
            Spelling.FLAT,
            ".lora_down.weight",
            ".lora_up.weight",
            true),
    /** That of diffusers' training scripts; has no alpha. */
    DIFFUSERS("diffusers", "diffusers", Spelling.DOTTED, ".lora.down.weight", ".lora.up.weight", false),
    /** Diffusers' with peft's suffixes, OneTrainer's for diffusers; has no alpha. */
    PEFT("peft", "diffusers with peft suffixes", Spelling.DOTTED, ".lora_A.weight", ".lora_B.weight", false),
    /** The same with the name of the adapter in it, as peft has it in memory and OneTrainer reads it; has no alpha. */
    PEFT_DEFAULT(
            "peft-default",
            "diffusers with peft suffixes and the adapter's name",
            Spelling.DOTTED,
            ".lora_A.default.weight",
            ".lora_B.default.weight",
            false),
    /** Diffusers' from before peft, which ComfyUI loads too; has no alpha. */
    DIFFUSERS_OLD(
            "diffusers-old", "older diffusers", Spelling.PROCESSOR, "_lora.down.weight", "_lora.up.weight", false),
    /** OneTrainer's for ComfyUI, sgm paths for both families. */
    COMFY("comfy", "ComfyUI", Spelling.COMFY, ".lora_A.weight", ".lora_B.weight", true),
    /** Diffusers paths as ComfyUI looks for them. */
    COMFY_DIFFUSERS(
            "comfy-diffusers",
            "ComfyUI with diffusers paths",
            Spelling.PROCESSOR,
            ".lora_A.weight",
            ".lora_B.weight",
            true),
    /** OneTrainer's original: the UNet's sgm paths and nothing before them. */
    ORIGINAL("original", "OneTrainer's original", Spelling.BARE, ".lora_A.weight", ".lora_B.weight", true),
    /** SimpleTuner's: kohya's with another beginning, for UNets only. */
    LYCORIS("lycoris", "LyCORIS", Spelling.LYCORIS, ".lora_down.weight", ".lora_up.weight", true),
    /** What peft itself saves, one network a file; its alpha is in a file beside it. Drawing programs do not load it. */
    PEFT_OWN("peft-own", "peft's own", Spelling.PEFT, ".lora_A.weight", ".lora_B.weight", false);

    /** How a path becomes part of a tensor's name. */
    enum Spelling {
        /** With underscores for dots, after kohya's prefix. */
        FLAT,
        /** The same after LyCORIS' prefix. */
        LYCORIS,
        /** As it is, after the component's name in diffusers. */
        DOTTED,
        /** The same, with the attention's processor before its projections. */
        PROCESSOR,
        /** As it is, by sgm path, after the component's name in ComfyUI. */
        COMFY,
        /** As it is, by sgm path; there is no other component. */
        BARE,
        /** As it is, after the name of peft's wrapper; the component goes without saying. */
        PEFT
    }

    /** All that a program loads whole, each by another one; peft's own are left to peft. */
    public static final List<KeyFormat> LOADED = Stream.of(values())
            .filter(format -> format.spelling != Spelling.PEFT)
            .toList();

    /** What OneTrainer calls them. */
    private static final Map<String, KeyFormat> ONETRAINER = Map.of(
            "onetrainer-kohya", KOHYA,
            "onetrainer-legacy", KOHYA_DIFFUSERS_PATHS,
            "onetrainer-diffusers", PEFT,
            "onetrainer-comfy", COMFY,
            "onetrainer-original", ORIGINAL);

    private static final Pattern PROJECTION = Pattern.compile("(.*\\.attn[12])\\.(to_(?:q|k|v|out))(?:\\.0)?");

    private final String id;
    private final String title;
    private final Spelling spelling;
    private final String down;
    private final String up;
    private final boolean alpha;

    KeyFormat(String id, String title, Spelling spelling, String down, String up, boolean alpha) {
        this.id = id;
        this.title = title;
        this.spelling = spelling;
        this.down = down;
        this.up = up;
        this.alpha = alpha;
    }

    /** How it is spelled on the command line. */
    public String id() {
        return id;
    }

    /** The format of an id, or of OneTrainer's name for it, such as {@code onetrainer-legacy}. */
    public static Optional<KeyFormat> of(String name) {
        return Stream.of(values())
                .filter(format -> format.id.equals(name))
                .findFirst()
                .or(() -> Optional.ofNullable(ONETRAINER.get(name)));
    }

    /** All names that {@link #of(String)} knows of formats that a drawing program loads. */
    public static List<String> names() {
        return Stream.concat(
                        LOADED.stream().map(KeyFormat::id),
                        ONETRAINER.keySet().stream().sorted())
                .toList();
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
        if (TargetKind.of(module).isEmpty() || !has(module.component())) {
            throw new IllegalArgumentException(module + " is no module that a LoRA can adapt");
        }
        return base(family, layout, module) + suffix(module, part);
    }

    /** Whether modules of a component have names in it. */
    public boolean has(Component component) {
        return switch (spelling) {
            case BARE, LYCORIS -> component == Component.UNET;
            default -> true;
        };
    }

    /** Whether it is the one of two namings that programs take for one format in several. */
    boolean covers(KeyFormat other) {
        // Outside of attention, and in text encoders, their names are those of the newer formats.
        return (this == DIFFUSERS_OLD && other == DIFFUSERS) || (this == COMFY_DIFFUSERS && other == PEFT);
    }

    /** What the names of a module's tensors begin with. */
    String base(Family family, UnetLayout layout, ModuleName module) {
        String path = module.path();
        if (module.component() == Component.UNET && usesSgmPaths(family)) {
            path = SgmPaths.fromDiffusers(path, layout.layersPerBlock(), layout.leadingPlainUpBlocks())
                    .orElseThrow(() -> new IllegalArgumentException(module + " has no sgm path"));
        }
        return switch (spelling) {
            case FLAT -> kohyaPrefix(family, module.component()) + "_" + FlatPaths.flatten(path);
            case LYCORIS -> "lycoris_" + FlatPaths.flatten(path);
            case DOTTED -> module.component().diffusersPrefix() + "." + path;
            case PROCESSOR -> module.component().diffusersPrefix() + "." + withProcessor(path);
            case COMFY -> module.component().comfyPrefix() + "." + path;
            case BARE -> path;
            case PEFT -> LoraKey.PEFT_WRAPPER + path;
        };
    }

    private static String withProcessor(String path) {
        return PROJECTION.matcher(path).replaceFirst("$1.processor.$2");
    }

    private boolean usesSgmPaths(Family family) {
        return this == COMFY
                || this == ORIGINAL
                || (this == KOHYA && ModelFamily.of(family).lora().sgmPaths());
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
        if (part == LoraPart.ALPHA) {
            return ".alpha";
        }
        boolean ofDown = part == LoraPart.DOWN;
        boolean scripts = this == DIFFUSERS || this == DIFFUSERS_OLD;
        if (scripts && module.component() != Component.UNET) {
            // Diffusers' scripts name the matrices of a text encoder differently from those of the UNet.
            return ofDown ? ".lora_linear_layer.down.weight" : ".lora_linear_layer.up.weight";
        }
        boolean projection = PROJECTION.matcher(module.path()).matches();
        KeyFormat like = this == DIFFUSERS_OLD && !projection ? DIFFUSERS : this;
        return ofDown ? like.down : like.up;
    }

    /** Whether the third matrix of a convolution is looked for beside this format's two. */
    boolean hasThirdMatrix() {
        return down.equals(KOHYA.down);
    }
}
