package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Cooling;
import dev.signalbox.inference.dialect.MalformedAnswerException;
import dev.signalbox.inference.upstream.AddressRefusedException;
import dev.signalbox.secrets.SecretUnavailableException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** The decision table: which failure of a provider leads to what. */
enum FailureClass {
    CONNECTION_FAILED(Then.NEXT, Again.BACK_OFF, Cooling.COUNTED, 502, "can't be reached"),
    NAME_UNKNOWN(Then.NEXT, Again.BACK_OFF, Cooling.COUNTED, 502, "has a host name that can't be resolved"),
    TLS_FAILED(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "can't be reached over TLS"),
    ADDRESS_REFUSED(Then.NEXT, Again.NO, Cooling.NOT_ASKED, 502, "has an address that is not allowed"),
    CONNECT_TIMEOUT(Then.NEXT, Again.BACK_OFF, Cooling.COUNTED, 504, "did not accept a connection in time"),
    SATURATED(
            Then.NEXT, Again.BACK_OFF, Cooling.NOT_ASKED, 503, "has as many requests in flight as it is given at once"),
    FIRST_CONTENT_TIMEOUT(Then.NEXT, Again.NO, Cooling.COUNTED, 504, "did not answer in time"),
    CREDENTIAL_REFUSED(Then.NEXT, Again.NO, Cooling.of(Times.MINUTE), 502, "refused its API key"),
    FORBIDDEN(Then.NEXT, Again.NO, Cooling.ALIVE, 502, "does not let its API key do this"),
    CREDENTIAL_UNAVAILABLE(Then.NEXT, Again.NO, Cooling.NOT_ASKED, 502, "has an API key that can't be opened here"),
    NO_FUNDS(Then.NEXT, Again.NO, Cooling.of(Times.MINUTES), 502, "wants to be paid first"),
    RATE_LIMITED(Then.NEXT, Again.BACK_OFF, Cooling.of(Times.MOMENT), 429, "limits the rate of requests"),
    OVERLOADED(Then.NEXT, Again.BACK_OFF, Cooling.COUNTED, 503, "is overloaded or not ready yet"),
    SERVER_ERROR(Then.NEXT, Again.BACK_OFF, Cooling.COUNTED, 502, "failed with an error of its own"),
    REDIRECTED(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "answered with a redirect, which is not followed"),
    ERROR_IN_ANSWER(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "reported an error inside its answer"),
    MALFORMED_ANSWER(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "sent something that is no answer to the request"),
    WRONG_CONTENT_TYPE(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "sent an answer of the wrong content type"),
    /** As a rule a kept connection that the provider had given up just then. */
    CONNECTION_CLOSED(Then.NEXT, Again.AT_ONCE, Cooling.COUNTED, 502, "closed the connection without an answer"),
    CUT_BEFORE_CONTENT(Then.NEXT, Again.NO, Cooling.COUNTED, 502, "closed the connection before it had answered"),
    DIALECT_UNSUPPORTED(
            Then.NEXT,
            Again.NO,
            Cooling.NOT_ASKED,
            501,
            "has no such endpoint, and none that this could be translated to"),
    UNTRANSLATABLE(Then.NEXT, Again.NO, Cooling.NOT_ASKED, 400, "speaks an API that has no words for this request"),
    NO_MODEL(
            Then.NEXT,
            Again.NO,
            Cooling.NOT_ASKED,
            400,
            "has no model of its own to fall back on: name one in 'model'"),
    REQUEST_TOO_LARGE(Then.NEXT, Again.NO, Cooling.ALIVE, 413, "can't take a request this large"),
    /** A fallback may not know the model that was named for the primary; the primary's word is final. */
    NOT_FOUND(Then.PRIMARY_DECIDES, Again.NO, Cooling.ALIVE, 404, "does not know this model or path"),
    REQUEST_REFUSED(Then.GIVE_UP, Again.NO, Cooling.ALIVE, 400, "refused the request"),
    /** Whoever is asked, there would be none for that answer either; and this one will be paid for. */
    NO_ROOM(
            Then.GIVE_UP,
            Again.NO,
            Cooling.ALIVE,
            503,
            "has an answer for which there is no memory here at the moment"),
    CUT_AFTER_CONTENT(
            Then.END_STREAM, Again.NO, Cooling.COUNTED, 502, "closed the connection in the middle of its answer"),
    IDLE_TIMEOUT(Then.END_STREAM, Again.NO, Cooling.COUNTED, 504, "stopped in the middle of its answer"),
    UNTERMINATED(
            Then.END_STREAM, Again.NO, Cooling.COUNTED, 502, "ended its answer without saying that it is complete"),
    TOTAL_TIMEOUT(Then.END_STREAM, Again.NO, Cooling.ALIVE, 504, "did not come to an end in the time allowed"),
    CLIENT_STALLED(Then.END_STREAM, Again.NO, Cooling.ALIVE, 408, "had more to say than the client took");

    /** What follows a failure. */
    enum Then {
        /** The next fallback is tried; when there is none, the primary's failure is the answer. */
        NEXT,
        /** As the client's own mistake when the primary says it, otherwise as NEXT. */
        PRIMARY_DECIDES,
        /** The client's own mistake, or ours: nobody else is asked. */
        GIVE_UP,
        /** Content is with the client already: an error event ends the stream. */
        END_STREAM
    }

    /** Whether the same provider is asked once more. */
    enum Again {
        NO,
        /** One time, before others are. */
        AT_ONCE,
        /** After a pause, when there is nobody else left. */
        BACK_OFF
    }

    private static final class Times {
        static final Duration MOMENT = Duration.ofSeconds(2);
        static final Duration MINUTE = Duration.ofMinutes(1);
        static final Duration MINUTES = Duration.ofMinutes(5);
    }

    private final Then then;
    private final Again again;
    private final Cooling cooling;
    private final int status;
    private final String predicate;

    FailureClass(Then then, Again again, Cooling cooling, int status, String predicate) {
        this.then = then;
        this.again = again;
        this.cooling = cooling;
        this.status = status;
        this.predicate = predicate;
    }

    static FailureClass ofStatus(int status) {
        return switch (status) {
            case 401 -> CREDENTIAL_REFUSED;
            case 402 -> NO_FUNDS;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 408 -> FIRST_CONTENT_TIMEOUT;
            case 413 -> REQUEST_TOO_LARGE;
            case 429 -> RATE_LIMITED;
            case 503, 529 -> OVERLOADED;
            default -> status >= 500 ? SERVER_ERROR : status >= 400 ? REQUEST_REFUSED : REDIRECTED;
        };
    }

    /** Whether time does not help, nor asking again. */
    boolean needsAnOperator() {
        return switch (this) {
            case CREDENTIAL_REFUSED, CREDENTIAL_UNAVAILABLE, FORBIDDEN, NO_FUNDS, ADDRESS_REFUSED -> true;
            default -> false;
        };
    }

    /** For failures before the first content. */
    static FailureClass of(Throwable failure) {
        return switch (failure) {
            case ConnectTimeoutException e -> CONNECT_TIMEOUT;
            case UnknownHostException e -> NAME_UNKNOWN;
            case SSLException e -> TLS_FAILED;
            case ConnectException e -> CONNECTION_FAILED;
            case java.net.SocketException e -> CONNECTION_FAILED;
            // all connections that it is given are in use
            case PoolAcquireTimeoutException e -> SATURATED;
            case TimeoutException e -> FIRST_CONTENT_TIMEOUT;
            case AddressRefusedException e -> ADDRESS_REFUSED;
            case MalformedAnswerException e -> MALFORMED_ANSWER;
            case SecretUnavailableException e -> CREDENTIAL_UNAVAILABLE;
            default -> failure.getCause() instanceof SSLException ? TLS_FAILED : CUT_BEFORE_CONTENT;
        };
    }

    static FailureClass afterContent(Throwable failure) {
        return failure instanceof IdleWatch.Ended ended ? ended.failure() : CUT_AFTER_CONTENT;
    }

    Then then() {
        return then;
    }

    Again again() {
        return again;
    }

    Cooling cooling() {
        return cooling;
    }

    /** Whether the client is told what the provider said. */
    boolean inItsOwnWords() {
        return this == REQUEST_REFUSED || this == NOT_FOUND || this == REQUEST_TOO_LARGE;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean triesNext(boolean isPrimary) {
        return then == Then.NEXT || then == Then.PRIMARY_DECIDES && !isPrimary;
    }

    int status() {
        return status;
    }

    String code() {
        return this == RATE_LIMITED ? "rate_limit_exceeded" : "upstream_" + label();
    }

    /** What the client is told when the provider's own words are not for it. */
    OpenAiError error(String provider) {
        String message = "The provider " + provider + " " + predicate + ".";
        return switch (status) {
            case 429 -> new OpenAiError(429, message, "rate_limit_error", null, code());
            case 400, 404, 413 -> OpenAiError.badRequest(status, message, null, code());
            default -> OpenAiError.server(status, message, code());
        };
    }
}
