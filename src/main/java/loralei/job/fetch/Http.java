package loralei.job.fetch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** Asks servers for files: through the proxy that is set, after redirects, with an access token for one server only. */
public final class Http {
    private static final int MOST_REDIRECTS = 10;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1]?");

    private final HttpClient client;
    private final Optional<URI> home;
    private final Optional<Secret> token;
    private final Patience patience;
    private final BooleanSupplier stop;

    /**
     * Makes nothing but a client.
     *
     * @param home the server that the access token is for, if any
     * @param token the access token, if there is one
     * @param environment where the proxy is named
     * @param patience how long to wait
     * @param stop whether to stop
     */
    public Http(
            Optional<URI> home,
            Optional<Secret> token,
            Map<String, String> environment,
            Patience patience,
            BooleanSupplier stop) {
        this.home = home;
        this.token = token;
        this.patience = patience;
        this.stop = stop;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // Java's own would take the token along
                .connectTimeout(patience.connect());
        if (Proxies.isSetInJava()) {
            builder.proxy(ProxySelector.getDefault());
        } else {
            Proxies proxies = new Proxies(environment);
            builder.proxy(proxies);
            proxies.authenticator().ifPresent(login -> logIn(builder, login));
        }
        this.client = builder.build();
    }

    private static void logIn(HttpClient.Builder builder, Authenticator login) {
        // Java by default withholds name and password from a proxy that it asks for a tunnel.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        builder.authenticator(login);
    }

    /** An answer after all redirects; to be closed. */
    record Answer(URI from, int status, HttpHeaders headers, BodyReader body) implements AutoCloseable {
        /** The next bytes of the body; fewer than asked for at its end. */
        byte[] bytes(int most) throws IOException {
            return body.bytes(most);
        }

        @Override
        public void close() {
            body.close();
        }
    }

    /** Whether there is a token for the server. */
    public boolean hasToken() {
        return token.isPresent();
    }

    boolean isHome(URI uri) {
        return home.filter(own -> origin(uri).equals(origin(own))).isPresent();
    }

    /** Asks, and goes where the answer points. */
    Answer get(URI uri, Map<String, String> headers) throws IOException {
        URI at = uri;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request(at, headers));
            BodyReader body = new BodyReader(patience, stop);
            response.body().subscribe(body);
            Optional<String> location = response.headers().firstValue("location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Answer(at, response.statusCode(), response.headers(), body);
            }
            body.close();
            at = next(at, location.get());
        }
        throw new LocalizedIOException(Message.of("download.circle"));
    }

    private static URI next(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new LocalizedIOException(Message.of("download.noAddress"), e);
        }
        boolean allowed = "https".equalsIgnoreCase(to.getScheme())
                || ("http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme()));
        if (!allowed || to.getHost() == null) {
            throw new LocalizedIOException(Message.of("download.unsafeAddress"));
        }
        return to;
    }

    private HttpRequest request(URI uri, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .timeout(patience.silence())
                .header("User-Agent", "loralei")
                .GET();
        headers.forEach(builder::header);
        boolean safe = "https".equalsIgnoreCase(uri.getScheme())
                || LOOPBACK.matcher(uri.getHost()).matches();
        if (safe && isHome(uri)) {
            token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret.text()));
        }
        return builder.build();
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        try {
            while (true) {
                try {
                    return answer.get(BodyReader.TICK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    if (stop.getAsBoolean()) {
                        throw new StoppedException();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : (IOException) new ConnectException(String.valueOf(e.getCause())).initCause(e);
        } finally {
            answer.cancel(true); // nothing, once it is there
        }
    }

    private static String origin(URI uri) {
        int port = uri.getPort() > 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }
}
