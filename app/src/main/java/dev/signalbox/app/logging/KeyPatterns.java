package dev.signalbox.app.logging;

import java.util.regex.Pattern;

/** What keys of the known vendors, our own tokens and Authorization headers look like; their prefixes are public. */
public final class KeyPatterns {

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

    private static final String[] PREFIXES = {
        "sk-", "AIza", "xai-", "csk-", "sbx_", "tgp_v1_", "gsk_", "hf_", "pplx-", "fw_", "jina_", "pa-"
    };

    /** With which any of them begins. */
    private static final boolean[] FIRST = firsts();

    private static boolean[] firsts() {
        boolean[] firsts = new boolean[128];
        firsts['b'] = true;
        firsts['B'] = true;
        for (String prefix : PREFIXES) {
            firsts[prefix.charAt(0)] = true;
        }
        return firsts;
    }

    /** The same text when there is none. */
    public static String masked(String text) {
        return mayHaveOne(text) ? KEY.matcher(text).replaceAll(MASK) : text;
    }

    /** Most lines have none, and finding that out by the pattern costs more than making the line did. */
    private static boolean mayHaveOne(String text) {
        boolean boundary = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (boundary && c < 128 && FIRST[c] && isPrefix(text, i, c)) {
                return true;
            }
            boundary = !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
        }
        return false;
    }

    private static boolean isPrefix(String text, int at, char first) {
        if ((first == 'b' || first == 'B') && text.regionMatches(true, at, "bearer", 0, 6)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (prefix.charAt(0) == first && text.startsWith(prefix, at)) {
                return true;
            }
        }
        return false;
    }
}
