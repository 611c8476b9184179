package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.circuit.Cooling;
import dev.signalbox.inference.gateway.FailureClass.Again;
import dev.signalbox.inference.gateway.FailureClass.Then;
import dev.signalbox.secrets.SecretUnavailableException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** The decision table, row by row. */
class FailureClassTest {

    @ParameterizedTest
    @CsvSource({
        "301,REDIRECTED",
        "400,REQUEST_REFUSED",
        "401,CREDENTIAL_REFUSED",
        "402,NO_FUNDS",
        "403,FORBIDDEN",
        "404,NOT_FOUND",
        "405,REQUEST_REFUSED",
        "408,FIRST_CONTENT_TIMEOUT",
        "409,REQUEST_REFUSED",
        "413,REQUEST_TOO_LARGE",
        "415,REQUEST_REFUSED",
        "422,REQUEST_REFUSED",
        "429,RATE_LIMITED",
        "500,SERVER_ERROR",
        "502,SERVER_ERROR",
        "503,OVERLOADED",
        "504,SERVER_ERROR",
        "529,OVERLOADED"
    })
    void byStatus(int status, FailureClass expected) {
        assertThat(FailureClass.ofStatus(status)).isEqualTo(expected);
    }

    @Test
    void byException() {
        assertThat(FailureClass.of(new ConnectTimeoutException())).isEqualTo(FailureClass.CONNECT_TIMEOUT);
        assertThat(FailureClass.of(new ConnectException())).isEqualTo(FailureClass.CONNECTION_FAILED);
        assertThat(FailureClass.of(new UnknownHostException())).isEqualTo(FailureClass.NAME_UNKNOWN);
        assertThat(FailureClass.of(new SSLHandshakeException("no"))).isEqualTo(FailureClass.TLS_FAILED);
        assertThat(FailureClass.of(new PoolAcquireTimeoutException(Duration.ofSeconds(5))))
                .isEqualTo(FailureClass.SATURATED);
        assertThat(FailureClass.of(new TimeoutException())).isEqualTo(FailureClass.FIRST_CONTENT_TIMEOUT);
        assertThat(FailureClass.of(new SecretUnavailableException("gone")))
                .isEqualTo(FailureClass.CREDENTIAL_UNAVAILABLE);
        assertThat(FailureClass.of(new IOException("reset"))).isEqualTo(FailureClass.CUT_BEFORE_CONTENT);
        assertThat(FailureClass.afterContent(new IdleWatch.Ended(FailureClass.IDLE_TIMEOUT)))
                .isEqualTo(FailureClass.IDLE_TIMEOUT);
        assertThat(FailureClass.afterContent(new IOException())).isEqualTo(FailureClass.CUT_AFTER_CONTENT);
    }

    private static final String[] TABLE = {
        "CONNECTION_FAILED,NEXT,BACK_OFF,COUNTED,0,502",
        "NAME_UNKNOWN,NEXT,BACK_OFF,COUNTED,0,502",
        "TLS_FAILED,NEXT,NO,COUNTED,0,502",
        "ADDRESS_REFUSED,NEXT,NO,NOT_ASKED,0,502",
        "CONNECT_TIMEOUT,NEXT,BACK_OFF,COUNTED,0,504",
        "SATURATED,NEXT,BACK_OFF,NOT_ASKED,0,503",
        "FIRST_CONTENT_TIMEOUT,NEXT,NO,COUNTED,0,504",
        "CREDENTIAL_REFUSED,NEXT,NO,AT_ONCE,60,502",
        "FORBIDDEN,NEXT,NO,ALIVE,0,502",
        "CREDENTIAL_UNAVAILABLE,NEXT,NO,NOT_ASKED,0,502",
        "NO_FUNDS,NEXT,NO,AT_ONCE,300,502",
        "RATE_LIMITED,NEXT,BACK_OFF,AT_ONCE,2,429",
        "OVERLOADED,NEXT,BACK_OFF,COUNTED,0,503",
        "SERVER_ERROR,NEXT,BACK_OFF,COUNTED,0,502",
        "REDIRECTED,NEXT,NO,COUNTED,0,502",
        "ERROR_IN_ANSWER,NEXT,NO,COUNTED,0,502",
        "MALFORMED_ANSWER,NEXT,NO,COUNTED,0,502",
        "WRONG_CONTENT_TYPE,NEXT,NO,COUNTED,0,502",
        "CONNECTION_CLOSED,NEXT,AT_ONCE,COUNTED,0,502",
        "CUT_BEFORE_CONTENT,NEXT,NO,COUNTED,0,502",
        "DIALECT_UNSUPPORTED,NEXT,NO,NOT_ASKED,0,501",
        "UNTRANSLATABLE,NEXT,NO,NOT_ASKED,0,400",
        "NO_MODEL,NEXT,NO,NOT_ASKED,0,400",
        "REQUEST_TOO_LARGE,NEXT,NO,ALIVE,0,413",
        "NOT_FOUND,PRIMARY_DECIDES,NO,ALIVE,0,404",
        "REQUEST_REFUSED,GIVE_UP,NO,ALIVE,0,400",
        "NO_ROOM,GIVE_UP,NO,ALIVE,0,503",
        "CUT_AFTER_CONTENT,END_STREAM,NO,COUNTED,0,502",
        "IDLE_TIMEOUT,END_STREAM,NO,COUNTED,0,504",
        "UNTERMINATED,END_STREAM,NO,COUNTED,0,502",
        "TOTAL_TIMEOUT,END_STREAM,NO,ALIVE,0,504",
        "CLIENT_STALLED,END_STREAM,NO,ALIVE,0,408"
    };

    static Stream<Arguments> table() {
        return Stream.of(TABLE).map(row -> Arguments.of((Object[]) row.split(",")));
    }

    @ParameterizedTest
    @MethodSource("table")
    void leadsTo(FailureClass failure, Then then, Again again, Cooling.Kind cooling, long seconds, int status) {
        assertThat(failure.then()).isEqualTo(then);
        assertThat(failure.again()).isEqualTo(again);
        assertThat(failure.cooling().kind()).isEqualTo(cooling);
        assertThat(failure.cooling().time()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.triesNext(true)).isEqualTo(then == Then.NEXT);
        assertThat(failure.triesNext(false)).isEqualTo(then == Then.NEXT || then == Then.PRIMARY_DECIDES);
    }

    @Test
    void hasARowForEachFailure() {
        assertThat(Stream.of(TABLE).map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyElementsOf(
                        Stream.of(FailureClass.values()).map(Enum::name).toList());
    }
}
