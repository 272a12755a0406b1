package loralei.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loralei.config.Family;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/** A LoRA file that was looked over, in any naming that {@link KeyFormat} knows. */
public final class LoraFile {
    /** Resnets in a down block of the released UNets. */
    public static final int RELEASED_LAYERS = UnetLayout.of(Family.DEFAULT).layersPerBlock();

    private final LoraReport report;
    private final int layersPerBlock;
    private final SortedMap<ModuleName, Float> alphaOf;

    private LoraFile(LoraReport report, int layersPerBlock, SortedMap<ModuleName, Float> alphaOf) {
        this.report = report;
        this.layersPerBlock = layersPerBlock;
        this.alphaOf = alphaOf;
    }

    /**
     * Looks a file over that may be a LoRA or any other safetensors file, for a UNet with the blocks of the released
     * models.
     *
     * @param file the file
     * @return what it is, with all problems found
     * @throws SafetensorsException if it is not a sound safetensors file
     * @throws IOException if it cannot be read
     */
    public static LoraFile read(Path file) throws IOException {
        return read(file, RELEASED_LAYERS);
    }

    /**
     * Looks a file over that may be a LoRA or any other safetensors file.
     *
     * @param file the file
     * @param layersPerBlock resnets in a down block of the UNet it is for
     * @return what it is, with all problems found
     * @throws SafetensorsException if it is not a sound safetensors file
     * @throws IOException if it cannot be read
     */
    public static LoraFile read(Path file, int layersPerBlock) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            LoraEntries entries = LoraEntries.of(open.tensors(), layersPerBlock);
            if (!entries.isLora()) {
                LoraReport report = report(open, FileKind.of(open.tensors()), Optional.empty(), List.of());
                return new LoraFile(report, layersPerBlock, new TreeMap<>());
            }
            LoraChecks checks = new LoraChecks(open, entries);
            LoraReport.Lora lora = checks.run();
            LoraReport report = report(open, Message.of("kind.lora"), Optional.of(lora), checks.problems());
            return new LoraFile(report, layersPerBlock, checks.alphaOf());
        }
    }

    private static LoraReport report(
            SafetensorsFile open, Message kind, Optional<LoraReport.Lora> lora, List<LoraProblem> problems)
            throws IOException {
        SortedMap<DType, Integer> types = new TreeMap<>();
        long values = 0;
        for (TensorInfo info : open.tensors().values()) {
            types.merge(info.dtype(), 1, Integer::sum);
            values += info.count();
        }
        return new LoraReport(
                open.path(), Files.size(open.path()), kind, lora, types, values, open.metadata(), problems);
    }

    /**
     * Returns what was found.
     *
     * @return the report
     */
    public LoraReport report() {
        return report;
    }

    /**
     * Reads the weights, for the family that the file itself tells.
     *
     * @return all modules, in the types of the file
     * @throws SafetensorsException if the file is no LoRA, has errors, or does not tell its family; the message says so
     * @throws IOException if it cannot be read
     */
    public LoraWeights weights() throws IOException {
        requireSound();
        return weightsFor(report.lora()
                .orElseThrow()
                .family()
                .orElseThrow(() -> new SafetensorsException(report.file(), Message.of("lora.unknownFamily"))));
    }

    /**
     * Opens it to read one module after the other.
     *
     * @throws SafetensorsException if the file is no LoRA or has errors; the message says so
     * @throws IOException if it cannot be read
     */
    public OpenLora open() throws IOException {
        requireSound();
        return new OpenLora(report, alphaOf, SafetensorsFile.open(report.file()), layersPerBlock);
    }

    private void requireSound() throws SafetensorsException {
        if (report.lora().isEmpty()) {
            throw new SafetensorsException(report.file(), Message.of("lora.otherKind", report.kind()));
        }
        if (!report.errors().isEmpty()) {
            throw new SafetensorsException(
                    report.file(),
                    Message.of(
                            "lora.unusable",
                            Message.joined(
                                    "; ",
                                    report.errors().stream()
                                            .map(LoraProblem::text)
                                            .toList())));
        }
    }

    private LoraWeights weightsFor(Family family) throws IOException {
        UnetLayout layout = new UnetLayout(layersPerBlock, UnetLayout.of(family).leadingPlainUpBlocks());
        List<LoraModule> modules = new ArrayList<>();
        try (OpenLora open = open()) {
            for (ModuleName name : open.modules()) {
                modules.add(open.read(name));
            }
        }
        return new LoraWeights(family, layout, modules);
    }

    /**
     * Writes a LoRA as a whole: to a temporary file, flushed, read back and compared, moved over the target. On any
     * failure the target is as before.
     *
     * <p>A format without alpha holds {@code alpha / rank * up} in place of {@code up}, because programs apply such a
     * file with scale 1. Kohya's format gets the hashes of {@link LoraHashes} in addition to the metadata given.
     *
     * @param target the file to write; its folder must exist
     * @param weights what to write
     * @param format the naming
     * @param dtype F16, BF16 or F32; every tensor is written in it, alpha too, as kohya does
     * @param metadata strings for the header, such as {@link LoraMetadata} makes
     * @throws SafetensorsException if a value is NaN, infinite or too large for the type
     * @throws IOException if the file cannot be written or does not read back as it was written
     */
    public static void write(
            Path target, LoraWeights weights, KeyFormat format, DType dtype, Map<String, String> metadata)
            throws IOException {
        LoraWriter.write(target, weights, format, dtype, metadata);
    }
}
