package dev.signalbox.inference.dialect;

import org.jspecify.annotations.Nullable;

/** One request on its way to a provider of another API, and how the answer is read. */
public interface Translation {

    /** What to send; null when that is the request as it is, and only the answer needs care. */
    byte @Nullable [] body();

    /**
     * The provider's whole answer as the client's API has it. An error in it stays an error.
     *
     * @throws RuntimeException when it is no answer of the provider's API
     */
    byte[] answer(byte[] said);

    /** For one stream, which is followed event by event. */
    EventTranslator events();
}
