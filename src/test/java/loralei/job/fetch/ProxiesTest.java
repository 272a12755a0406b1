package loralei.job.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy the environment names for an address. */
class ProxiesTest {
    private final Map<String, String> environment = new HashMap<>();

    private Proxy proxyFor(String address) {
        return new Proxies(environment).select(URI.create(address)).get(0);
    }

    private static Proxy at(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Test
    void withoutOneTheConnectionIsDirect() {
        environment.put("HTTPS_PROXY", "  ");
        assertThat(proxyFor("https://huggingface.co/x")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void eachSchemeHasItsOwn() {
        environment.put("HTTPS_PROXY", "http://secure:3128");
        environment.put("http_proxy", "plain:8080");
        assertThat(proxyFor("https://huggingface.co/x")).isEqualTo(at("secure", 3128));
        assertThat(proxyFor("http://huggingface.co/x")).isEqualTo(at("plain", 8080));
    }

    @Test
    void smallLettersGoFirstAndOneForAllLast() {
        environment.put("ALL_PROXY", "http://all");
        assertThat(proxyFor("https://huggingface.co/x")).isEqualTo(at("all", 80));
        environment.put("HTTPS_PROXY", "http://large:1");
        environment.put("https_proxy", "http://small:2");
        assertThat(proxyFor("https://huggingface.co/x")).isEqualTo(at("small", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "huggingface.co", "other.com, .huggingface.co", "*.huggingface.co", "cdn.huggingface.co:443"
            })
    void exemptHostsAreAskedDirectly(String exempt) {
        environment.put("HTTPS_PROXY", "http://proxy:3128");
        environment.put("NO_PROXY", exempt);
        assertThat(proxyFor("https://cdn.huggingface.co/x")).isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"face.co", "xhuggingface.co", "co.uk"})
    void otherHostsAreNot(String exempt) {
        environment.put("HTTPS_PROXY", "http://proxy:3128");
        environment.put("no_proxy", exempt);
        assertThat(proxyFor("https://cdn.huggingface.co/x")).isEqualTo(at("proxy", 3128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://user:secret@host:1080", "http://", "http://a b"})
    void aProxyThatCannotBeUsedIsRefusedWithoutItsPassword(String proxy) {
        environment.put("HTTPS_PROXY", proxy);
        assertThatThrownBy(() -> proxyFor("https://huggingface.co/x"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nameAndPasswordAreForTheProxyOnly() {
        environment.put("HTTPS_PROXY", "http://ann:p%40ss@proxy:3128");
        assertThat(new Proxies(environment).authenticator()).isPresent();
        assertThat(proxyFor("https://huggingface.co/x")).isEqualTo(at("proxy", 3128));
        environment.put("HTTPS_PROXY", "http://proxy:3128");
        assertThat(new Proxies(environment).authenticator()).isEmpty();
    }
}
