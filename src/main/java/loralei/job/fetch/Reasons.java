package loralei.job.fetch;

import static loralei.config.Words.say;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import loralei.config.Words;

/** Failures of the network in words. */
final class Reasons {
    private Reasons() {}

    static Words of(IOException failure) {
        if (comesFrom(failure, UnresolvedAddressException.class) || comesFrom(failure, UnknownHostException.class)) {
            return say("no server of this name is known");
        }
        if (comesFrom(failure, SSLException.class)) {
            return say("no safe connection could be made ({0})", failure.getMessage());
        }
        if (comesFrom(failure, HttpConnectTimeoutException.class) || comesFrom(failure, ConnectException.class)) {
            return say("the server cannot be reached");
        }
        if (comesFrom(failure, HttpTimeoutException.class)) {
            return say("the server fell silent");
        }
        return failure.getMessage() == null ? say("the connection broke") : Words.of(failure);
    }

    static Words remedy(IOException failure) {
        return comesFrom(failure, SSLException.class)
                ? say("If a company proxy opens safe connections, let Java use the system's certificates (Windows: "
                        + "LORALEI_JAVA_OPTS=-Djavax.net.ssl.trustStoreType=Windows-ROOT).")
                : say("Check the network, and the proxy in HTTPS_PROXY if there is one.");
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
