package loralei.gui.form;

import java.util.concurrent.Executor;
import loralei.gui.error.Dialogs;
import loralei.job.UseCases;

/**
 * What a form needs of the program around it.
 *
 * @param preview looks at a training before it starts
 * @param advice tells how a prompt is read
 * @param background runs what may take a while
 * @param recent the base models that were used
 * @param speeds how fast earlier runs were
 * @param dialogs questions that cannot wait
 * @param getBaseModel offers the download of a base model; called on the event thread
 */
public record FormServices(
        UseCases.Preview preview,
        UseCases.PromptAdvice advice,
        Executor background,
        RecentModels recent,
        SpeedMemory speeds,
        Dialogs dialogs,
        Runnable getBaseModel) {}
