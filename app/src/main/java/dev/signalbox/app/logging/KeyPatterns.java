package dev.signalbox.app.logging;

import java.util.List;
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

    private static final List<String> PREFIXES = List.of(
            "sk-", "AIza", "xai-", "csk-", "sbx_", "tgp_v1_", "gsk_", "hf_", "pplx-", "fw_", "jina_", "pa-", "bearer");

    /** For all that is neither a letter nor a digit: a key may come behind it. */
    private static final String[] BOUNDARY = {};

    /** What may begin with an ASCII character. */
    private static final String[][] BEGINNINGS = beginnings();

    private static String[][] beginnings() {
        String[][] beginnings = new String[128][];
        for (char c = 0; c < 128; c++) {
            String first = "" + c;
            beginnings[c] = !Character.isLetterOrDigit(c)
                    ? BOUNDARY
                    : PREFIXES.stream()
                            .filter(prefix -> prefix.regionMatches(true, 0, first, 0, 1))
                            .toArray(String[]::new);
        }
        return beginnings;
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
            String[] beginnings = c < 128 ? BEGINNINGS[c] : BOUNDARY;
            if (boundary && isOne(beginnings, text, i)) {
                return true;
            }
            boundary = beginnings == BOUNDARY;
        }
        return false;
    }

    private static boolean isOne(String[] beginnings, String text, int at) {
        for (String beginning : beginnings) {
            if (text.regionMatches(true, at, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }
}
