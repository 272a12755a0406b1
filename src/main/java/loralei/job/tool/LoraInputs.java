package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.lora.LoraFile;
import loralei.lora.ModuleName;
import loralei.lora.OpenLora;
import loralei.safetensors.DType;
import loralei.text.Message;

/** LoRA files that a tool reads, open, all of one family. */
final class LoraInputs implements AutoCloseable {
    private static final int NAMES_SHOWN = 3;

    private final List<OpenLora> loras = new ArrayList<>();
    private final Family family;

    private LoraInputs(Collection<Path> files) throws IOException {
        try {
            for (Path file : files) {
                loras.add(open(file));
            }
            this.family = commonFamily();
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    /**
     * Opens them.
     *
     * @throws UserError names the first that is none, cannot be read, or is of another family than those before
     */
    static LoraInputs of(Collection<Path> files) throws IOException {
        return new LoraInputs(files);
    }

    /** Looks a LoRA over, for a UNet with so many resnets in a down block. */
    static LoraFile look(Path file, int layersPerBlock) {
        ToolFiles.requireFile(file);
        try {
            return LoraFile.read(file, layersPerBlock);
        } catch (IOException e) {
            throw other(e);
        }
    }

    private static OpenLora open(Path file) {
        try {
            return look(file, LoraFile.RELEASED_LAYERS).open();
        } catch (IOException e) {
            throw other(e);
        }
    }

    private static UserError other(IOException e) {
        return UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
    }

    private Family commonFamily() {
        List<OpenLora> told =
                loras.stream().filter(lora -> lora.family().isPresent()).toList();
        if (told.isEmpty()) {
            throw UserError.request(
                    Message.of("merge.familyUntold", loras.get(0).file()), Message.of("draw.otherLora"));
        }
        OpenLora first = told.get(0);
        for (OpenLora lora : told) {
            if (!lora.family().equals(first.family())) {
                throw UserError.request(
                        Message.of(
                                "merge.families",
                                first.file(),
                                first.family().orElseThrow().label(),
                                lora.file(),
                                lora.family().orElseThrow().label()),
                        Message.of("merge.oneFamily"));
            }
        }
        return first.family().orElseThrow();
    }

    /** The files in the order that they were named. */
    List<OpenLora> all() {
        return List.copyOf(loras);
    }

    Family family() {
        return family;
    }

    /** What any of them adapts. */
    SortedSet<ModuleName> modules() {
        SortedSet<ModuleName> all = new TreeSet<>();
        loras.forEach(lora -> all.addAll(lora.modules()));
        return all;
    }

    /** The narrowest type that LoRAs are written in and that holds what these were written in. */
    DType type() {
        Set<DType> types = EnumSet.noneOf(DType.class);
        loras.forEach(lora -> types.addAll(lora.types()));
        return narrowest(types);
    }

    /** The narrowest of F16, BF16 and F32 that holds the values of all of these types. */
    static DType narrowest(Set<DType> types) {
        Set<DType> inHalf = EnumSet.of(DType.F16, DType.F8_E4M3, DType.F8_E5M2);
        if (inHalf.containsAll(types)) {
            return DType.F16;
        }
        return types.equals(Set.of(DType.BF16)) ? DType.BF16 : DType.F32;
    }

    /** What is in the files and will not be in what is made of them. */
    List<Message> leftOut() {
        List<Message> lines = new ArrayList<>();
        for (OpenLora lora : loras) {
            List<String> others = lora.others();
            if (!others.isEmpty()) {
                String names = String.join(", ", others.subList(0, Math.min(NAMES_SHOWN, others.size())))
                        + (others.size() > NAMES_SHOWN ? ", ..." : "");
                lines.add(Message.of("merge.leftOut", lora.file().getFileName(), others.size(), names));
            }
        }
        return lines;
    }

    /** The file's name without its ending. */
    static String nameOf(Path file) {
        return Optional.ofNullable(file.getFileName())
                .map(name -> name.toString().replaceFirst("(?i)\\.safetensors$", ""))
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        for (OpenLora lora : loras) {
            lora.close();
        }
    }
}
