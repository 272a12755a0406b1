package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * All tools for LoRA files.
 *
 * @param convert another naming
 * @param merge several as one
 * @param mergeIntoModel part of a base model
 * @param resize another rank
 * @param extract the difference of two base models
 * @param metadata another description
 * @param read what a file says of itself
 * @param compare two beside each other
 */
public record LoraTools(
        Tool<ConvertRequest> convert,
        Tool<MergeRequest> merge,
        Tool<MergeIntoModelRequest> mergeIntoModel,
        Tool<ResizeRequest> resize,
        Tool<ExtractRequest> extract,
        Tool<MetadataRequest> metadata,
        Read read,
        Compare compare) {

    /** All of them as this program has them. */
    public static LoraTools ofThisProgram() {
        return new LoraTools(
                new ConvertJob(),
                new MergeJob(),
                new MergeIntoModelJob(),
                new ResizeJob(),
                new ExtractJob(),
                new MetadataJob(),
                MetadataJob::read,
                new CompareJob());
    }

    /** Reads what a LoRA says of itself. */
    @FunctionalInterface
    public interface Read {
        /** Reads the header only. */
        LoraDescription run(Path lora) throws IOException;
    }

    /** Compares two LoRAs. */
    @FunctionalInterface
    public interface Compare {
        /** Reads both, one module at a time. */
        LoraComparison run(Path first, Path second, ToolWatcher watcher) throws IOException;
    }
}
