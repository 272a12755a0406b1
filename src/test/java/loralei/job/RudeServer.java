package loralei.job;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this computer that has files, ranges and marks of their versions, and can be told to misbehave. */
final class RudeServer implements AutoCloseable {
    /** What was asked. */
    record Asked(String path, String rawPath, String query, Headers headers) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** How to answer one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange, byte[] content) throws IOException, InterruptedException;
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Deque<Answer>> rude = new ConcurrentHashMap<>();

    RudeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void has(String path, byte[] content) {
        files.put(path, content);
    }

    /** The next requests for a file that ends with this path are answered so; those after them properly. */
    void once(String path, Answer... answers) {
        rude.computeIfAbsent(path, name -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    /** All requests for the file. */
    List<Asked> askedFor(String path) {
        return asked.stream().filter(one -> one.path().endsWith(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(new Asked(
                    path,
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getQuery(),
                    exchange.getRequestHeaders()));
            byte[] content = files.get(path);
            Answer answer = next(path);
            if (answer != null) {
                answer.to(exchange, content);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                proper(exchange, content);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer next(String path) {
        for (Map.Entry<String, Deque<Answer>> entry : rude.entrySet()) {
            if (path.endsWith(entry.getKey())) {
                synchronized (entry) {
                    return entry.getValue().poll();
                }
            }
        }
        return null;
    }

    static void proper(HttpExchange exchange, byte[] content) throws IOException {
        String etag = "\"v" + java.util.Arrays.hashCode(content) + "\"";
        exchange.getResponseHeaders().set("ETag", etag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        if (range == null || (condition != null && !condition.equals(etag))) {
            send(exchange, 200, content);
            return;
        }
        String[] ends = range.replace("bytes=", "").split("-", -1);
        int from = Integer.parseInt(ends[0]);
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        int to = ends[1].isEmpty() ? content.length : Math.min(content.length, Integer.parseInt(ends[1]) + 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        send(exchange, 206, java.util.Arrays.copyOfRange(content, from, to));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    static Answer status(int status) {
        return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
    }

    static Answer busy(int status, String retryAfter) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Announces the whole file and hangs up after some bytes of what was asked for. */
    static Answer hangUpAfter(int bytes) {
        return (exchange, content) -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().set("ETag", "\"v" + java.util.Arrays.hashCode(content) + "\"");
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Sends some bytes, and then nothing, for longer than anybody waits. */
    static Answer fallSilentAfter(int bytes) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            Thread.sleep(30_000);
        };
    }

    static Answer body(String text) {
        return (exchange, content) -> send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body without a length: it ends where the connection ends. */
    static Answer bodyOfUnknownLength(byte[] body) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        };
    }

    /** Says no, in the words of a service. */
    static Answer refusal(int status, String code, String text) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().set("X-Error-Code", code);
            send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
        };
    }

    static Answer redirect(String location) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
