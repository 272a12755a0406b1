package loralei.gui.form;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.function.Function;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.job.UseCases;

/**
 * What a form needs of the program around it.
 *
 * @param preview looks at a training before it starts
 * @param advice tells how a prompt is read
 * @param background runs what may take a while
 * @param recentModels the base models of a family that were used, the last one first; asked on the event thread
 * @param secondsPerStep of the last run like this one, if there was one; asked on the event thread
 * @param dialogs questions that cannot wait
 * @param getBaseModel offers the download of a base model; called on the event thread
 * @param knownModels lets a person choose among the base models that are there
 * @param severalFolders edits the list of folders
 * @param checkPictures shows the page on which single pictures are looked at; called on the event thread
 */
public record FormServices(
        UseCases.Preview preview,
        UseCases.PromptAdvice advice,
        Executor background,
        Function<Family, List<Path>> recentModels,
        Function<TrainingConfig, OptionalDouble> secondsPerStep,
        Dialogs dialogs,
        Runnable getBaseModel,
        KnownModels knownModels,
        SeveralFolders severalFolders,
        Runnable checkPictures) {}
