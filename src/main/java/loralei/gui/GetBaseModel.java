package loralei.gui;

import java.awt.Frame;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.job.DownloadRequest;
import loralei.job.ReleasedModel;
import loralei.job.UseCases;
import loralei.text.Texts;

/** Offers the download of a family's base model or another, and shows the one that goes on. For the event thread only. */
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
     * @param family whose standard model is offered
     * @param whenThere called on the event thread when the model is complete, with where it is
     */
    void ask(Family family, Consumer<Path> whenThere) {
        DownloadDialog already = open.get(family);
        if (already != null) {
            already.toFront();
            return;
        }
        String title = texts.get("download.title", family.label());
        ReleasedModel model;
        try {
            model = ReleasedModel.of(family);
        } catch (UserError e) {
            dialogs.error(title, e);
            return;
        }
        DownloadRequest usual = DownloadRequest.of(family);
        String standard = texts.get(
                "download.question",
                model.repository(),
                Bytes.stored(model.bytes(), texts.locale()),
                family.baseModel().toAbsolutePath(),
                model.licence());
        GetModelPanel.ask(owner, title, standard).ifPresent(wanted -> {
            DownloadRequest request = wanted.address()
                    .map(address -> new DownloadRequest(
                            address, Optional.empty(), Optional.empty(), false, Optional.empty(), wanted.token()))
                    .orElse(usual);
            String head = wanted.address()
                    .map(address -> texts.get("download.headOf", address.replaceFirst("\\?.*", "")))
                    .orElseGet(() -> texts.get("download.head", family.label()));
            DownloadDialog dialog = new DownloadDialog(owner, title, head, dialogs, () -> open.remove(family));
            open.put(family, dialog);
            dialog.start(download, request, whenThere);
        });
    }
}
