package loralei.gui.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.gui.entry.FileLook;
import loralei.gui.entry.Finding;
import loralei.gui.form.Severity;
import loralei.gui.state.TryState;
import loralei.job.tool.LoraDescription;
import loralei.job.tool.LoraTools;
import loralei.text.Message;
import loralei.text.Texts;

/** Looks at the files that are named in a tool. In the background, one look after the other. */
final class ToolLook {
    /**
     * What was found.
     *
     * @param entries what was looked at
     * @param fields in the files that fields name
     * @param loras in each LoRA of the list
     * @param exists whether something would be replaced
     * @param description what the file says of itself, where that is asked
     */
    record Found(
            ToolEntries entries,
            Map<String, Finding> fields,
            List<Finding> loras,
            boolean exists,
            Optional<Description> description) {}

    /**
     * What a file says of itself, read once for each change of the file.
     *
     * @param file the file
     * @param bytes its size
     * @param changed when it was written
     * @param said what it says
     */
    record Description(Path file, long bytes, FileTime changed, LoraDescription said) {}

    private final FileLook look;
    private final LoraTools.Read read;
    private final Texts texts;
    private volatile Optional<Description> latest = Optional.empty();

    ToolLook(FileLook look, LoraTools.Read read, Texts texts) {
        this.look = look;
        this.read = read;
        this.texts = texts;
    }

    Found at(ToolEntries entries) {
        Map<String, Finding> fields = new LinkedHashMap<>();
        for (String name : List.of(ToolEntries.FILE, ToolEntries.FIRST, ToolEntries.SECOND)) {
            if (entries.kind().has(name)) {
                fields.put(name, lora(entries.text(name)));
            }
        }
        for (String name : List.of(ToolEntries.MODEL, ToolEntries.BASE, ToolEntries.TUNED)) {
            if (entries.kind().has(name)) {
                fields.put(name, model(entries.text(name)));
            }
        }
        pair(entries, fields);
        Optional<Description> description =
                entries.kind() == ToolKind.DESCRIBE ? describe(entries, fields) : Optional.empty();
        boolean exists = false;
        if (entries.kind().has(ToolEntries.OUTPUT)
                && entries.path(ToolEntries.OUTPUT).isPresent()) {
            Path output = entries.path(ToolEntries.OUTPUT).get();
            boolean taken = Files.exists(output);
            exists = taken && !entries.writesFolder();
            fields.put(ToolEntries.OUTPUT, taken ? target(entries, output) : newTarget(output));
        }
        return new Found(entries, fields, loras(entries), exists, description);
    }

    /** Also one that is a LoRA of another kind, and could not be drawn with, can be described. */
    private Optional<Description> describe(ToolEntries entries, Map<String, Finding> fields) {
        Optional<Path> file = entries.path(ToolEntries.FILE).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Description description = describe(file.get());
            fields.computeIfPresent(
                    ToolEntries.FILE,
                    (name, found) -> found.isBad()
                            ? new Finding(Severity.WARN, found.text(), found.family(), found.trigger())
                            : found);
            return Optional.of(description);
        } catch (UserError e) {
            fields.put(ToolEntries.FILE, Finding.bad(said(e)));
        } catch (IOException e) {
            fields.put(ToolEntries.FILE, Finding.bad(texts.say(Message.of(e))));
        }
        return Optional.empty();
    }

    private Finding lora(String written) {
        return look.at("", List.of(written)).loras().get(0);
    }

    /** A base model that lacks parts can still be worked at, as far as it goes. */
    private Finding model(String written) {
        Finding finding = look.at(written, List.of()).model();
        return finding.isBad() && finding.family().isPresent()
                ? new Finding(Severity.WARN, finding.text(), finding.family(), finding.trigger())
                : finding;
    }

    /** Two base models have to be of one family, and not the same. */
    private void pair(ToolEntries entries, Map<String, Finding> fields) {
        if (entries.kind() != ToolKind.EXTRACT) {
            return;
        }
        Optional<Path> base = entries.path(ToolEntries.BASE);
        Optional<Path> tuned = entries.path(ToolEntries.TUNED);
        Optional<Family> first = fields.get(ToolEntries.BASE).family();
        Optional<Family> second = fields.get(ToolEntries.TUNED).family();
        if (base.isPresent() && tuned.isPresent() && isSame(base.get(), tuned.get())) {
            fields.put(ToolEntries.TUNED, Finding.bad(texts.get("found.sameModel")));
        } else if (first.isPresent() && second.isPresent() && !first.equals(second)) {
            fields.put(
                    ToolEntries.TUNED,
                    Finding.bad(texts.get(
                            "found.otherModel",
                            second.get().title(),
                            first.get().title())));
        }
    }

    /** All LoRAs of a list have to be of one family; with a base model, of its. */
    private List<Finding> loras(ToolEntries entries) {
        if (!entries.kind().has(ToolEntries.LORAS)) {
            return List.of();
        }
        boolean withModel = entries.kind().has(ToolEntries.MODEL);
        List<Finding> found = look.at(
                        withModel ? entries.text(ToolEntries.MODEL) : "",
                        entries.loras().stream().map(TryState.Lora::file).toList())
                .loras();
        if (withModel) {
            return found;
        }
        Optional<Family> first =
                found.stream().flatMap(one -> one.family().stream()).findFirst();
        List<Finding> all = new ArrayList<>();
        for (Finding one : found) {
            boolean fits = one.family().isEmpty() || one.family().equals(first);
            all.add(
                    fits
                            ? one
                            : Finding.bad(texts.get(
                                    "found.otherLora",
                                    one.family().get().title(),
                                    first.orElseThrow().title())));
        }
        return all;
    }

    private Finding newTarget(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        return parent != null && !Files.isDirectory(parent)
                ? Finding.bad(texts.get("found.noFolder", parent))
                : Finding.NONE;
    }

    private Finding target(ToolEntries entries, Path output) {
        if (entries.writesFolder()) {
            if (!Files.isDirectory(output)) {
                return Finding.bad(texts.get("found.isFile"));
            }
            return isEmpty(output) ? Finding.NONE : Finding.bad(texts.get("found.fullFolder"));
        }
        if (Files.isDirectory(output)) {
            return Finding.bad(texts.get("found.isFolder"));
        }
        boolean same = entries.inputs().stream().anyMatch(input -> isSame(input, output));
        if (entries.kind() == ToolKind.DESCRIBE) {
            return same ? Finding.NONE : warn("found.exists");
        }
        return same ? Finding.bad(texts.get("found.isInput")) : warn("found.exists");
    }

    private Finding warn(String key) {
        return new Finding(Severity.WARN, texts.get(key), Optional.empty(), Optional.empty());
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.toAbsolutePath().equals(other.toAbsolutePath());
        }
    }

    private Description describe(Path file) throws IOException {
        long bytes = Files.size(file);
        FileTime changed = Files.getLastModifiedTime(file);
        Optional<Description> known = latest.filter(one ->
                one.file().equals(file) && one.bytes() == bytes && one.changed().equals(changed));
        if (known.isEmpty()) {
            latest = Optional.of(new Description(file, bytes, changed, read.run(file)));
        }
        return latest.orElseThrow();
    }

    private String said(UserError error) {
        return (texts.say(error.localized()) + " " + texts.say(error.localizedRemedy())).strip();
    }
}
