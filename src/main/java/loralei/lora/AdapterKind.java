package loralei.lora;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ways to adapt a model beside the LoRA's two matrices, each known by the ends of its tensors' names. */
enum AdapterKind {
    /** Hadamard products of two pairs of matrices. */
    LOHA("LoHa", "\\.hada_(?:w|t)\\d.*"),
    /** Kronecker products. */
    LOKR("LoKr", "\\.lokr_(?:w|t)\\d.*"),
    /** Butterflies of orthogonal matrices; LyCORIS names their blocks as those of OFT. */
    BOFT("BOFT", "\\.boft_(?:R|s|P).*"),
    /** Orthogonal matrices. */
    OFT("OFT", "\\.oft_(?:blocks|diag|R|r|s)(?:\\..*)?"),
    /** Two low-rank products, one of them applied to the weight. */
    GLORA("GLoRA", "\\.[ab][12]\\.weight|\\.bm[12]\\.weight"),
    /** One factor for each row or column; LyCORIS calls it weight, as any other, and puts a switch beside it. */
    IA3("(IA)^3", "\\.(?:on_input|ia3_l.*)"),
    /** Random matrices that all modules share. */
    VERA("VeRA", "\\.?vera_(?:lambda_[bd]|[AB]).*"),
    /** Changes of the weights, written out in full. */
    FULL("full difference", "\\.(?:diff|diff_b|set_weight)"),
    /** Changes of the norms' weights. */
    NORM("norms", "\\.(?:w_norm|b_norm)"),
    /** Magnitudes that go with a LoRA. */
    DORA("DoRA", "\\.(?:dora_scale|lora_magnitude_vector.*)"),
    /** A third matrix between the two, for convolutions (CP decomposition). */
    TUCKER("LoCon with a third matrix", "\\.lora_mid\\.weight"),
    /** Embeddings that OneTrainer puts into the file of the LoRA. */
    BUNDLED("embeddings (textual inversion) that OneTrainer bundled", "^bundle_emb\\..*");

    private final Pattern names;

    private final String title;

    AdapterKind(String title, String names) {
        this.title = title;
        this.names = Pattern.compile((names.startsWith("^") ? "" : ".*") + "(?:" + names + ")");
    }

    /** The name for people. */
    String title() {
        return title;
    }

    /** Whether the LoRA's own matrices say something else without it. */
    boolean changesResult() {
        return this != BUNDLED;
    }

    /** Whose tensor this is, if it is one of these. */
    static Optional<AdapterKind> of(String tensor) {
        return Arrays.stream(values())
                .filter(kind -> kind.names.matcher(tensor).matches())
                .findFirst();
    }
}
