package loralei.gui.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Places;
import loralei.job.tool.ConvertRequest;
import loralei.job.tool.ExtractRequest;
import loralei.job.tool.LoraTools;
import loralei.job.tool.MergeIntoModelRequest;
import loralei.job.tool.MergeRequest;
import loralei.job.tool.MetadataRequest;
import loralei.job.tool.ResizeRequest;

/** Makes of what was entered what the tools are asked. To be used where nothing is wrong with it. */
record Works(LoraTools tools) {
    /**
     * What is to be done.
     *
     * @param description what changes in a description, where that is it
     */
    Work of(ToolEntries entries, Optional<DescribeFields.Changes> description) {
        return new Work(entries.kind(), names(entries), run(entries, description));
    }

    private Work.Run run(ToolEntries entries, Optional<DescribeFields.Changes> description) {
        return switch (entries.kind()) {
            case CONVERT ->
                (overwrite, watcher) -> Work.Outcome.of(tools.convert()
                        .run(
                                new ConvertRequest(
                                        path(entries, ToolEntries.FILE), entries.naming(), entries.output(overwrite)),
                                watcher));
            case MERGE ->
                (overwrite, watcher) -> Work.Outcome.of(tools.merge()
                        .run(new MergeRequest(entries.choices(), entries.rank(), entries.output(overwrite)), watcher));
            case INTO_MODEL ->
                (overwrite, watcher) -> Work.Outcome.of(tools.mergeIntoModel()
                        .run(
                                new MergeIntoModelRequest(
                                        path(entries, ToolEntries.MODEL), entries.choices(), entries.output(overwrite)),
                                watcher));
            case RESIZE ->
                (overwrite, watcher) -> Work.Outcome.of(tools.resize()
                        .run(
                                new ResizeRequest(
                                        path(entries, ToolEntries.FILE),
                                        entries.rank().orElseThrow(),
                                        entries.output(overwrite)),
                                watcher));
            case EXTRACT -> extract(entries);
            case DESCRIBE -> describe(entries, description.orElseThrow());
            case COMPARE ->
                (overwrite, watcher) -> Work.Outcome.of(tools.compare()
                        .run(path(entries, ToolEntries.FIRST), path(entries, ToolEntries.SECOND), watcher));
        };
    }

    private Work.Run extract(ToolEntries entries) {
        return (overwrite, watcher) -> Work.Outcome.of(tools.extract()
                .run(
                        new ExtractRequest(
                                path(entries, ToolEntries.BASE),
                                path(entries, ToolEntries.TUNED),
                                entries.rank().orElseThrow(),
                                entries.isOn(ToolEntries.CONVOLUTIONS),
                                entries.isOn(ToolEntries.ENCODERS),
                                entries.output(overwrite)),
                        watcher));
    }

    private Work.Run describe(ToolEntries entries, DescribeFields.Changes changes) {
        Path file = path(entries, ToolEntries.FILE);
        Path target = path(entries, ToolEntries.OUTPUT);
        Map<MetadataRequest.Entry, String> texts = changes.texts();
        return (overwrite, watcher) -> Work.Outcome.of(tools.metadata()
                .run(
                        new MetadataRequest(file, texts, changes.cover(), changes.removeCover(), target, overwrite),
                        watcher));
    }

    private static List<String> names(ToolEntries entries) {
        return entries.kind() == ToolKind.COMPARE
                ? List.of(name(entries, ToolEntries.FIRST), name(entries, ToolEntries.SECOND))
                : List.of(name(entries, ToolEntries.OUTPUT));
    }

    private static String name(ToolEntries entries, String field) {
        return Places.nameOf(path(entries, field));
    }

    private static Path path(ToolEntries entries, String field) {
        return entries.path(field).orElseThrow();
    }
}
