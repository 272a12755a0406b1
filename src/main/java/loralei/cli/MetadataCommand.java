package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.Places;
import loralei.job.tool.LoraDescription;
import loralei.job.tool.LoraTools;
import loralei.job.tool.MetadataRequest;
import loralei.job.tool.MetadataRequest.Entry;
import loralei.job.tool.Tool;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code metadata}: what a LoRA says of itself, read or written. */
record MetadataCommand(LoraTools.Read read, Tool<MetadataRequest> write) implements Command {
    private static final String COVER = "--cover";
    private static final String REMOVE_COVER = "--remove-cover";
    private static final int LONGEST_SHOWN = 400;

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("metadata");
        CommandSpec spec = CommandSpec.create().name("metadata");
        spec.usageMessage()
                .description(own.get("help"))
                .footer("", own.get("help.empty"))
                .sortOptions(false);
        spec.addPositional(ToolRun.file(texts, 0, own.get("help.file")));
        for (Entry entry : Entry.values()) {
            spec.addOption(Options.value(texts, option(entry), "TEXT", own.get("help." + entry.name())));
        }
        return spec.addOption(Options.value(texts, COVER, "FILE", own.get("help.cover")))
                .addOption(Options.flag(REMOVE_COVER, own.get("help.removeCover")))
                .addOption(Options.value(texts, ToolRun.OUTPUT, "FILE", own.get("help.output")))
                .addOption(Options.flag(ToolRun.OVERWRITE, texts.part("convert").get("help.overwrite")))
                .addOption(Options.flag(ToolRun.JSON, texts.get("json")));
    }

    /** An entry as an option, such as {@code --trigger-words}. */
    private static String option(Entry entry) {
        return "--" + entry.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        Path file = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        Map<Entry, String> texts = new EnumMap<>(Entry.class);
        for (Entry entry : Entry.values()) {
            Options.text(parsed, option(entry)).ifPresent(text -> texts.put(entry, text));
        }
        boolean writes = !texts.isEmpty()
                || Stream.of(COVER, REMOVE_COVER, ToolRun.OUTPUT).anyMatch(parsed::hasMatchedOption);
        if (!writes) {
            show(read.run(file), file, parsed.hasMatchedOption(ToolRun.JSON), console);
            return ExitCode.DONE;
        }
        MetadataRequest request = new MetadataRequest(
                file,
                texts,
                Options.text(parsed, COVER).map(Places::of),
                parsed.hasMatchedOption(REMOVE_COVER),
                Options.text(parsed, ToolRun.OUTPUT).map(Places::of).orElse(file),
                parsed.hasMatchedOption(ToolRun.OVERWRITE));
        return ToolRun.of(parsed, console, watcher -> write.run(request, watcher));
    }

    private static void show(LoraDescription description, Path file, boolean json, Console console) {
        if (json) {
            console.out().println(Json.pretty(json(description, file)));
            return;
        }
        Texts texts = console.texts();
        for (Entry entry : Entry.values()) {
            Optional.ofNullable(description.texts().get(entry))
                    .ifPresent(text -> console.out()
                            .println(texts.part("metadata").get("shown." + entry.name(), shown(text, texts))));
        }
        description
                .cover()
                .ifPresent(cover -> console.out().println(texts.say(Message.of("metadata.cover", cover.length))));
        description
                .all()
                .forEach((key, value) ->
                        console.out().println(texts.say(Message.of("inspect.metadata", key, shown(value, texts)))));
        if (description.all().isEmpty()) {
            console.out().println(texts.say(Message.of("metadata.none")));
        }
    }

    private static Map<String, Object> json(LoraDescription description, Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        Map<String, String> entries = new LinkedHashMap<>();
        description.texts().forEach((entry, text) -> entries.put(option(entry).substring(2), text));
        json.put("texts", entries);
        json.put("coverBytes", description.cover().map(cover -> cover.length).orElse(0));
        json.put("metadata", description.all());
        return json;
    }

    private static String shown(String value, Texts texts) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_SHOWN
                ? line
                : texts.say(Message.of("inspect.cut", line.substring(0, LONGEST_SHOWN), value.length()));
    }
}
