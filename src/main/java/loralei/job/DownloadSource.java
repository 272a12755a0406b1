package loralei.job;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import loralei.config.UserError;
import loralei.job.fetch.FetchWatcher;
import loralei.job.fetch.HeaderFetch;
import loralei.job.fetch.Http;
import loralei.job.fetch.Patience;
import loralei.job.fetch.Refusals;
import loralei.job.fetch.RemoteFile;
import loralei.job.fetch.Secret;
import loralei.job.fetch.Service;
import loralei.job.hub.Hub;
import loralei.job.hub.ModelAddress;
import loralei.job.hub.Offer;
import loralei.text.Message;
import loralei.text.SettingName;

/** Where the model of a request comes from: which server, with which access token, and what it offers. */
final class DownloadSource {
    /** How far the size that CivitAI tells in kilobytes may be from the file's. */
    private static final long ROUNDING = 1024;

    private final Optional<ReleasedModel> released;
    private final DownloadRequest request;
    private final Map<String, String> environment;
    private final Patience patience;
    private final BooleanSupplier stop;
    private final Optional<ModelAddress> address;
    private final Hub hub;
    private final URI server;

    DownloadSource(
            Optional<ReleasedModel> released,
            DownloadRequest request,
            Map<String, String> environment,
            Patience patience,
            BooleanSupplier stop) {
        this.released = released;
        this.request = request;
        this.environment = environment;
        this.patience = patience;
        this.stop = stop;
        this.address = released.isPresent() ? Optional.empty() : Optional.of(address());
        this.hub = address.map(Hub::of).orElse(Hub.HUGGING_FACE);
        this.server = server();
        if (released.isPresent() && request.file().isPresent()) {
            throw UserError.request(Message.of("hub.noFileOf", request.model()), Message.of("hub.leaveOut"));
        }
    }

    private ModelAddress address() {
        Set<String> mirrors = new HashSet<>();
        request.mirror().flatMap(ModelAddress::host).ifPresent(mirrors::add);
        variable(Hub.HUGGING_FACE.endpointVariable())
                .flatMap(ModelAddress::host)
                .ifPresent(mirrors::add);
        return ModelAddress.of(request.model(), mirrors)
                .orElseThrow(() ->
                        UserError.request(Message.of("hub.noAddress", request.model()), Message.of("hub.addresses")));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private URI server() {
        String text =
                request.mirror().or(() -> variable(hub.endpointVariable())).orElse(hub.server());
        try {
            URI uri = URI.create(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(text).causedBy(e);
        }
        throw notAnAddress(text);
    }

    private UserError notAnAddress(String text) {
        return UserError.request(
                Message.of("download.badMirror", text),
                Message.of("download.writeMirror", hub.server(), SettingName.of("mirror")));
    }

    /** The server that is asked. */
    String host() {
        return server.getHost();
    }

    /** Whether it is one of the models that this program knows. */
    boolean isReleased() {
        return released.isPresent();
    }

    /** How its server is asked. */
    Service service(FetchWatcher watcher) {
        Optional<Secret> token = request.token()
                .or(() -> address.filter(ModelAddress.Civitai.class::isInstance)
                        .flatMap(given -> ((ModelAddress.Civitai) given).token()))
                .or(() -> variable(hub.tokenVariable()).flatMap(Secret::of));
        Refusals refusals = isReleased() ? Refusals.UNKNOWN : hub::explain;
        Message otherServer = isReleased() || request.mirror().isPresent()
                ? Message.of("download.checkMirror", SettingName.of("mirror"))
                : Message.of("hub.checkPage");
        return new Service(
                new Http(Optional.of(server), token, environment, patience, stop),
                patience,
                watcher,
                otherServer,
                refusals);
    }

    /**
     * What is to be downloaded; a model that nobody here has looked at is asked for, and of one in a file the header is read.
     *
     * @throws UserError if it is none that can be trained
     */
    Offer offer(FetchWatcher watcher) {
        if (released.isPresent()) {
            return released.get().on(server);
        }
        Service service = service(watcher);
        Offer offer = Hub.offer(address.orElseThrow(), request.file(), server, service);
        return offer.oneFile() ? offer.with(List.of(looked(offer, service))) : offer;
    }

    private RemoteFile looked(Offer offer, Service service) {
        RemoteFile file = offer.files().get(0);
        HeaderFetch.Header header = new HeaderFetch(service).get(file);
        DownloadedModel.expectTrainable(offer.title(), Path.of(file.path()), header);
        boolean close = Math.abs(header.fileBytes() - file.size()) < ROUNDING;
        return hub == Hub.CIVITAI && close ? file.sized(header.fileBytes()) : file;
    }
}
