package loralei.job.hub;

import java.net.URI;
import java.util.Optional;
import loralei.config.UserError;
import loralei.job.fetch.Refusal;
import loralei.job.fetch.Service;
import loralei.text.Message;

/** A place where models are published. */
public enum Hub {
    /** huggingface.co, and what has the same paths. */
    HUGGING_FACE("https://huggingface.co", "HF_TOKEN", "HF_ENDPOINT"),
    /** civitai.com. */
    CIVITAI("https://civitai.com", "CIVITAI_TOKEN", "CIVITAI_ENDPOINT");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final String server;
    private final String token;
    private final String endpoint;

    Hub(String server, String token, String endpoint) {
        this.server = server;
        this.token = token;
        this.endpoint = endpoint;
    }

    /** The one that an address is of. */
    public static Hub of(ModelAddress address) {
        return address instanceof ModelAddress.Civitai ? CIVITAI : HUGGING_FACE;
    }

    /** Its address. */
    public String server() {
        return server;
    }

    /** The environment variable with the access token. */
    public String tokenVariable() {
        return token;
    }

    /** The environment variable with the address of another server that has the same paths. */
    public String endpointVariable() {
        return endpoint;
    }

    /**
     * Asks for a model.
     *
     * @param address which
     * @param file the name of the file that is wanted, where there are several
     * @param at the server
     * @param service how to ask it
     * @throws UserError if there is none that can be trained, as far as the server tells
     */
    public static Offer offer(ModelAddress address, Optional<String> file, URI at, Service service) {
        return address instanceof ModelAddress.Civitai civitai
                ? new CivitaiModel(civitai, file, at, service).offer()
                : new HuggingFaceRepository((ModelAddress.HuggingFace) address, file, at, service).offer();
    }

    /** What it means when it says no. */
    public Optional<UserError> explain(Refusal refusal) {
        return this == CIVITAI ? ofCivitai(refusal) : ofHuggingFace(refusal);
    }

    private Optional<UserError> ofHuggingFace(Refusal refusal) {
        return switch (refusal.code()) {
            case "GatedRepo" -> Optional.of(gated(refusal.hasToken()));
            case "RepoNotFound" ->
                Optional.of(error(Message.of("hub.noRepository", refusal.host()), Message.of("hub.checkName", token)));
            case "RevisionNotFound" ->
                Optional.of(error(Message.of("hub.noRevision", refusal.host()), Message.of("hub.checkRevision")));
            case "DisabledRepo" ->
                Optional.of(error(Message.of("hub.disabled", refusal.host()), Message.of("hub.chooseOther")));
            default -> plain(refusal);
        };
    }

    /** What to do where the terms of a model have to be agreed to. */
    UserError gated(boolean hasToken) {
        return hasToken
                ? error(Message.of("hub.gatedToken"), Message.of("hub.agree"))
                : error(Message.of("hub.gated"), Message.of("hub.agreeAndToken", token));
    }

    private Optional<UserError> ofCivitai(Refusal refusal) {
        if (refusal.body().contains("Early Access") || refusal.body().contains("early access")) {
            return Optional.of(error(Message.of("hub.earlyAccess"), Message.of("hub.waitOrBuy", token)));
        }
        if (refusal.status() == NOT_FOUND) {
            return Optional.of(error(Message.of("hub.noModel", refusal.host()), Message.of("hub.checkNumber")));
        }
        if (refusal.status() == GONE) {
            return Optional.of(error(Message.of("hub.disabled", refusal.host()), Message.of("hub.chooseOther")));
        }
        return plain(refusal);
    }

    private Optional<UserError> plain(Refusal refusal) {
        if (refusal.status() != UNAUTHORIZED && refusal.status() != FORBIDDEN) {
            return Optional.empty();
        }
        if (refusal.hasToken()) {
            return Optional.of(
                    error(Message.of("hub.refusesToken", refusal.host()), Message.of("hub.newToken", token)));
        }
        return Optional.of(error(
                Message.of("hub.wantsToken", refusal.host()),
                this == CIVITAI ? Message.of("hub.civitaiToken", token) : Message.of("hub.agreeAndToken", token)));
    }

    private static UserError error(Message message, Message remedy) {
        return UserError.run(message, remedy);
    }
}
