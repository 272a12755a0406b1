package loralei.job.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import loralei.config.JsonText;
import loralei.text.Message;

/** Asks a service for what it tells of its files: an answer in JSON, whole or not at all. */
public final class JsonFetch {
    private static final int OK = 200;

    /** More than any list of files has, in bytes. */
    private static final int LONGEST = 20_000_000;

    private final Service service;

    /** Asks nothing yet. */
    public JsonFetch(Service service) {
        this.service = service;
    }

    /**
     * Asks, again where it may pass.
     *
     * @param uri what to ask
     * @param name of what is asked for, for people
     */
    public JsonNode get(URI uri, String name) {
        Attempts attempts = service.attempts(name, uri);
        while (true) {
            try (Http.Answer answer = service.http().get(uri, Map.of("Accept", "application/json"))) {
                if (answer.status() != OK) {
                    service.refuse(name, uri, answer);
                }
                return parse(answer.bytes(LONGEST));
            } catch (IOException e) {
                attempts.failed(e, false);
            }
        }
    }

    private static JsonNode parse(byte[] text) throws IOException {
        try {
            JsonNode root = JsonText.FOREIGN.readTree(text);
            if (root != null && root.isContainerNode()) {
                return root;
            }
            throw new Attempts.TryAgain(Message.of("hub.noJson"));
        } catch (JsonProcessingException e) { // a page for people, or one that was cut off
            throw new Attempts.TryAgain(Message.of("hub.noJson"));
        }
    }
}
