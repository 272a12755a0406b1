package loralei.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.UserError;
import loralei.job.fetch.HeaderFetch;
import loralei.job.fetch.RemoteFile;
import loralei.job.hub.Offer;
import loralei.model.BaseModel;
import loralei.model.ModelFileKind;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/** What a model is that comes from somewhere: found out before its gigabytes are received, and once more afterwards. */
final class DownloadedModel {
    private DownloadedModel() {}

    /** Fails unless a file with this header is a base model that can be trained. */
    static void expectTrainable(String title, Path name, HeaderFetch.Header header) {
        try {
            Map<String, TensorInfo> tensors = SafetensorsFile.tensors(name, header.json(), header.dataBytes());
            Optional<ModelFileKind> kind = ModelFileKind.of(tensors);
            if (kind.filter(ModelFileKind::isOurs).isEmpty()) {
                throw UserError.request(
                        Message.of(
                                "hub.otherKind",
                                title,
                                kind.map(ModelFileKind::name).orElse(Message.of("model.unknownKind"))),
                        Message.of("hub.chooseBaseModel"));
            }
        } catch (SafetensorsException e) {
            throw UserError.run(Message.of(e), Message.of("hub.chooseOther")).causedBy(e);
        }
    }

    /** Fails unless the configurations that were collected are those of a base model that can be trained. */
    static void expectTrainable(Offer offer, ModelFolder folder) throws IOException {
        try {
            BaseModel.open(folder.collecting());
        } catch (UserError e) {
            folder.forget();
            throw UserError.request(
                            Message.of("hub.notTrainable", offer.title(), e.localized()),
                            Message.of("hub.chooseBaseModel"))
                    .causedBy(e);
        }
    }

    /** What a person should know of a model that is there now. */
    static List<Message> remarks(Offer offer, boolean released, Path place) {
        List<Message> remarks = new ArrayList<>();
        offer.files().stream()
                .filter(file -> !file.isHashed())
                .map(RemoteFile::path)
                .forEach(path -> remarks.add(Message.of("hub.onlySize", path)));
        if (released) {
            return remarks;
        }
        try {
            remarks.add(Message.of("hub.isA", BaseModel.open(place).family().title()));
        } catch (UserError e) {
            remarks.add(Message.of("shared.pair", e.localized(), e.localizedRemedy()));
        }
        return remarks;
    }
}
