package dev.signalbox.inference.dialect;

/** One request on its way to a provider of another API, and how the answer is read. */
public interface Translation {

    /** What to send. */
    byte[] body();

    /**
     * The provider's whole answer as the client's API has it. An error in it stays an error.
     *
     * @throws RuntimeException when it is no answer of the provider's API
     */
    byte[] answer(byte[] said);

    /** For one stream, which is followed event by event. */
    EventTranslator events();
}
