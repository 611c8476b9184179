package dev.signalbox.inference.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            429 | {'error':{'code':'insufficient_quota'}}                                     | NO_FUNDS
            429 | {'error':{'code':'rate_limit_exceeded','message':'insufficient_quota'}}     | RATE_LIMITED
            429 | no JSON                                                                     | RATE_LIMITED
            400 | {'type':'error','error':{'type':'invalid_request_error','message':'You have reached your specified API usage limits. x'}} | NO_FUNDS
            400 | {'type':'error','error':{'message':'Your credit balance is too low to access'}} | NO_FUNDS
            400 | {'error':{'message':'Invalid value: Your credit balance is too low'}}       | REQUEST_REFUSED
            400 | [{'error':{'code':400,'message':'API key not valid. Please pass a valid one'}}] | CREDENTIAL_REFUSED
            400 | {'error':{'code':400,'message':'x','details':[{'reason':'API_KEY_INVALID'}]}} | CREDENTIAL_REFUSED
            400 | {'error':'Incorrect API key'}                                               | REQUEST_REFUSED
            400 | {'error':{'code':'context_length_exceeded'}}                                | REQUEST_TOO_LARGE
            403 | {'error':{'code':'insufficient_quota'}}                                     | NO_FUNDS
            403 | {'error':{'message':'flagged'}}                                             | FORBIDDEN
            401 | {'error':{'code':'insufficient_quota'}}                                     | CREDENTIAL_REFUSED
            500 | {'error':{'code':'insufficient_quota'}}                                     | SERVER_ERROR""")
    void byStatusAndBody(int status, String body, FailureClass expected) {
        assertThat(Diagnosis.of(status, bytes(body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'error':{'code':402,'message':'x'}}                    | NO_FUNDS
            {'error':{'code':'insufficient_quota'}}                 | NO_FUNDS
            {'error':{'code':429}}                                  | RATE_LIMITED
            {'error':{'code':503}}                                  | OVERLOADED
            {'type':'error','error':{'type':'overloaded_error'}}    | OVERLOADED
            {'error':{'code':400}}                                  | ERROR_IN_ANSWER
            {'error':'anything'}                                    | ERROR_IN_ANSWER
            {'error':{'code':'server_error'}}                       | ERROR_IN_ANSWER""")
    void insideAnAnswer(String answer, FailureClass expected) {
        assertThat(Diagnosis.inAnswer(bytes(answer))).isEqualTo(expected);
    }
}
