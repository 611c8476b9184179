package dev.signalbox.inference.upstream;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/** Reads what providers say apart from their models' answers: without pooled buffers, as some repeat the key in an error. */
public final class AnswerJson {

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build())
            .build();

    private AnswerJson() {}
}
