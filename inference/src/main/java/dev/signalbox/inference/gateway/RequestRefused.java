package dev.signalbox.inference.gateway;

/** A request that is answered with an error before any provider is asked. */
final class RequestRefused extends RuntimeException {

    private final transient OpenAiError error;

    RequestRefused(OpenAiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    OpenAiError error() {
        return error;
    }
}
