package loralei.gui;

import java.awt.Frame;
import java.util.EnumMap;
import java.util.Map;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.job.DownloadRequest;
import loralei.job.ReleasedModel;
import loralei.job.UseCases;
import loralei.text.Texts;

/** Offers the download of a family's base model, and shows the one that goes on. For the event thread only. */
final class GetBaseModel {

    private final UseCases.Download download;
    private final Frame owner;
    private final Dialogs dialogs;
    private final Texts texts = Texts.of("window");
    private final Map<Family, DownloadDialog> open = new EnumMap<>(Family.class);

    GetBaseModel(UseCases useCases, Frame owner, Dialogs dialogs) {
        this.download = useCases.download();
        this.owner = owner;
        this.dialogs = dialogs;
    }

    /**
     * Asks, and downloads.
     *
     * @param family whose model
     * @param whenThere called on the event thread when the model is complete
     */
    void ask(Family family, Runnable whenThere) {
        DownloadDialog already = open.get(family);
        if (already != null) {
            already.toFront();
            return;
        }
        ReleasedModel model;
        try {
            model = ReleasedModel.of(family);
        } catch (UserError e) {
            dialogs.error(texts.get("download.title", family.label()), e);
            return;
        }
        DownloadRequest request = DownloadRequest.of(family);
        boolean agreed = dialogs.confirm(
                texts.get("download.title", family.label()),
                texts.get(
                        "download.question",
                        model.repository(),
                        Bytes.stored(model.bytes(), texts.locale()),
                        request.into().toAbsolutePath(),
                        model.licence()),
                texts.get("download.yes"),
                texts.get("download.no"));
        if (agreed) {
            DownloadDialog dialog = new DownloadDialog(owner, family, dialogs, () -> open.remove(family));
            open.put(family, dialog);
            dialog.start(download, request, whenThere);
        }
    }
}
