package loralei.job.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import loralei.text.Message;

/** Failures of the network in words. */
final class Reasons {
    private Reasons() {}

    static Message of(IOException failure) {
        if (comesFrom(failure, UnresolvedAddressException.class) || comesFrom(failure, UnknownHostException.class)) {
            return Message.of("download.unknownServer");
        }
        if (comesFrom(failure, SSLException.class)) {
            return Message.of("download.notSafe", failure.getMessage());
        }
        if (comesFrom(failure, HttpConnectTimeoutException.class) || comesFrom(failure, ConnectException.class)) {
            return Message.of("download.unreachable");
        }
        if (comesFrom(failure, HttpTimeoutException.class)) {
            return Message.of("download.silent");
        }
        return failure.getMessage() == null ? Message.of("download.broke") : Message.of(failure);
    }

    static Message remedy(IOException failure) {
        return comesFrom(failure, SSLException.class)
                ? Message.of("download.certificates")
                : Message.of("download.checkNetwork");
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
