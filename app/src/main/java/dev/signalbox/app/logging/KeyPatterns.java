package dev.signalbox.app.logging;

import java.util.regex.Pattern;

/** What keys of the known vendors, our own tokens and Authorization headers look like; their prefixes are public. */
final class KeyPatterns {

    /**
     * sk- (OpenAI, Anthropic sk-ant-, OpenRouter sk-or-, DeepSeek), AIza (Google), gsk_ (Groq), hf_ (Hugging Face), xai-,
     * pplx- (Perplexity), csk- (Cerebras), fw_ (Fireworks), jina_, tgp_v1_ (Together), pa- (Voyage), sbx_ (ours). The
     * minimal lengths keep ordinary words.
     */
    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])(?:"
            + "(sk-(?:ant-|or-|proj-)?)[A-Za-z0-9_-]{12,}"
            + "|(AIza)[A-Za-z0-9_-]{16,}"
            + "|(xai-|csk-|sbx_|tgp_v1_)[A-Za-z0-9_-]{12,}"
            + "|(gsk_|hf_|pplx-|fw_|jina_)[A-Za-z0-9]{12,}[A-Za-z0-9_-]*"
            + "|(pa-)[A-Za-z0-9_-]{32,}"
            + "|((?i:bearer)(?:\\s|%20|\\+)+)[A-Za-z0-9._~+/=-]{8,})");

    private static final String MASK = "$1$2$3$4$5$6****";

    private KeyPatterns() {}

    /** The same text when there is none. */
    static String masked(String text) {
        return KEY.matcher(text).replaceAll(MASK);
    }
}
