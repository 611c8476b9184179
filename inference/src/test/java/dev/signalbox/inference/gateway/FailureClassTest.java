package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.gateway.FailureClass.Then;
import dev.signalbox.secrets.SecretUnavailableException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision table, row by row. */
class FailureClassTest {

    @ParameterizedTest
    @CsvSource({
        "301,REDIRECTED",
        "400,REQUEST_REFUSED",
        "401,CREDENTIAL_REFUSED",
        "402,NO_FUNDS",
        "403,CREDENTIAL_REFUSED",
        "404,NOT_FOUND",
        "405,REQUEST_REFUSED",
        "408,FIRST_CONTENT_TIMEOUT",
        "409,REQUEST_REFUSED",
        "413,REQUEST_REFUSED",
        "415,REQUEST_REFUSED",
        "422,REQUEST_REFUSED",
        "429,RATE_LIMITED",
        "500,SERVER_ERROR",
        "502,SERVER_ERROR",
        "503,SERVER_ERROR",
        "504,SERVER_ERROR",
        "529,SERVER_ERROR"
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
        assertThat(FailureClass.of(new TimeoutException())).isEqualTo(FailureClass.FIRST_CONTENT_TIMEOUT);
        assertThat(FailureClass.of(new SecretUnavailableException("gone")))
                .isEqualTo(FailureClass.CREDENTIAL_UNAVAILABLE);
        assertThat(FailureClass.of(new IOException("reset"))).isEqualTo(FailureClass.CUT_BEFORE_CONTENT);
        assertThat(FailureClass.afterContent(ReadTimeoutException.INSTANCE)).isEqualTo(FailureClass.IDLE_TIMEOUT);
        assertThat(FailureClass.afterContent(new IOException())).isEqualTo(FailureClass.CUT_AFTER_CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_FAILED,NEXT,502",
        "NAME_UNKNOWN,NEXT,502",
        "TLS_FAILED,NEXT,502",
        "ADDRESS_REFUSED,NEXT,502",
        "CONNECT_TIMEOUT,NEXT,504",
        "FIRST_CONTENT_TIMEOUT,NEXT,504",
        "CREDENTIAL_REFUSED,NEXT,502",
        "CREDENTIAL_UNAVAILABLE,NEXT,502",
        "NO_FUNDS,NEXT,502",
        "RATE_LIMITED,NEXT,429",
        "SERVER_ERROR,NEXT,502",
        "REDIRECTED,NEXT,502",
        "ERROR_IN_ANSWER,NEXT,502",
        "MALFORMED_ANSWER,NEXT,502",
        "WRONG_CONTENT_TYPE,NEXT,502",
        "CUT_BEFORE_CONTENT,NEXT,502",
        "DIALECT_UNSUPPORTED,NEXT,501",
        "NO_MODEL,NEXT,400",
        "NOT_FOUND,PRIMARY_DECIDES,404",
        "REQUEST_REFUSED,GIVE_UP,400",
        "CUT_AFTER_CONTENT,END_STREAM,502",
        "IDLE_TIMEOUT,END_STREAM,504",
        "UNTERMINATED,END_STREAM,502"
    })
    void leadsTo(FailureClass failure, Then then, int status) {
        assertThat(failure.then()).isEqualTo(then);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.triesNext(true)).isEqualTo(then == Then.NEXT);
        assertThat(failure.triesNext(false)).isEqualTo(then == Then.NEXT || then == Then.PRIMARY_DECIDES);
    }
}
