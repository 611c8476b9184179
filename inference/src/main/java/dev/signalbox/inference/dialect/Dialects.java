package dev.signalbox.inference.dialect;

/** All dialects there are: what comes in, and what goes out where that differs. */
public final class Dialects {

    public static final Dialect CHAT_TO_MESSAGES = new ChatToMessages();
    public static final Dialect MESSAGES_TO_CHAT = new MessagesToChat();

    private Dialects() {}
}
