package loralei.job.fetch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.text.Message;

/** The proxy that the environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}. */
final class Proxies extends ProxySelector {
    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether Java was told a proxy by its own properties, which then go before the environment. */
    static boolean isSetInJava() {
        return Stream.of("https.proxyHost", "http.proxyHost", "java.net.useSystemProxies")
                .anyMatch(name -> System.getProperty(name) != null);
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<URI> proxy = isExempt(uri) ? Optional.empty() : proxyFor(uri.getScheme());
        return List.of(proxy.map(
                        at -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port(at))))
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the download tells of it, and tries again
    }

    /** Name and password, where the address of a proxy holds them. */
    Optional<Authenticator> authenticator() {
        return Stream.of("https", "http")
                .flatMap(scheme -> proxyFor(scheme).stream())
                .map(URI::getRawUserInfo)
                .filter(info -> info != null && info.contains(":"))
                .findFirst()
                .map(Login::new);
    }

    private Optional<URI> proxyFor(String scheme) {
        return value(scheme + "_proxy").or(() -> value("all_proxy")).map(Proxies::parse);
    }

    private Optional<String> value(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .map(String::strip);
    }

    private static URI parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw unusable().causedBy(e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw unusable();
        }
        return uri;
    }

    /** Without the address: it may hold a password. */
    private static UserError unusable() {
        return UserError.request(Message.of("download.badProxy"), Message.of("download.writeProxy"));
    }

    private static int port(URI proxy) {
        return proxy.getPort() > 0 ? proxy.getPort() : "https".equalsIgnoreCase(proxy.getScheme()) ? 443 : 80;
    }

    private boolean isExempt(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return value("no_proxy").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+", -1)))
                .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", ""))
                .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private static final class Login extends Authenticator {
        private final String user;
        private final String password;

        Login(String info) {
            int colon = info.indexOf(':');
            user = URLDecoder.decode(info.substring(0, colon), StandardCharsets.UTF_8);
            password = URLDecoder.decode(info.substring(colon + 1), StandardCharsets.UTF_8);
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(user, password.toCharArray())
                    : null;
        }
    }
}
