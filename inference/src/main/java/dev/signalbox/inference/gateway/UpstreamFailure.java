package dev.signalbox.inference.gateway;

import org.jspecify.annotations.Nullable;

/** One provider's failure to answer. */
final class UpstreamFailure extends RuntimeException {

    private final FailureClass failure;
    private final transient @Nullable OpenAiError said;
    private final transient @Nullable RetryAfter retryAfter;

    UpstreamFailure(FailureClass failure) {
        this(failure, null, null);
    }

    /**
     * @param said the provider's own words, where the client is to hear them
     * @param retryAfter the provider's wish to be left alone
     */
    UpstreamFailure(FailureClass failure, @Nullable OpenAiError said, @Nullable RetryAfter retryAfter) {
        super(failure.name(), null, false, false);
        this.failure = failure;
        this.said = said;
        this.retryAfter = retryAfter;
    }

    static UpstreamFailure of(Throwable e) {
        return e instanceof UpstreamFailure failure ? failure : new UpstreamFailure(FailureClass.of(e));
    }

    FailureClass failure() {
        return failure;
    }

    @Nullable
    RetryAfter retryAfter() {
        return retryAfter;
    }

    OpenAiError error(String provider) {
        return said == null ? failure.error(provider) : said;
    }
}
