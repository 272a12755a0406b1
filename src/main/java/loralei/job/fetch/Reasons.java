package loralei.job.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Failures of the network in words. */
final class Reasons {
    private Reasons() {}

    static String of(IOException failure) {
        if (comesFrom(failure, UnresolvedAddressException.class) || comesFrom(failure, UnknownHostException.class)) {
            return "no server of this name is known";
        }
        if (comesFrom(failure, SSLException.class)) {
            return "no safe connection could be made (" + failure.getMessage() + ")";
        }
        if (comesFrom(failure, HttpConnectTimeoutException.class) || comesFrom(failure, ConnectException.class)) {
            return "the server cannot be reached";
        }
        if (comesFrom(failure, HttpTimeoutException.class)) {
            return "the server fell silent";
        }
        return failure.getMessage() == null ? "the connection broke" : failure.getMessage();
    }

    static String remedy(IOException failure) {
        return comesFrom(failure, SSLException.class)
                ? "If a company proxy opens safe connections, let Java use the system's certificates (Windows: "
                        + "LORALEI_JAVA_OPTS=-Djavax.net.ssl.trustStoreType=Windows-ROOT)."
                : "Check the network, and the proxy in HTTPS_PROXY if there is one.";
    }

    private static boolean comesFrom(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
