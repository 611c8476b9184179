package dev.signalbox.query.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.query.QueryIntegrationTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The same for spreadsheets. */
@QueryIntegrationTest
class UsageCsvIT {

    private static final String DAY = "from=2021-03-01T00:00:00Z&to=2021-03-02T00:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate usage_rollup, usage_record").update();
    }

    private List<String> lines(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/llm-config/usage" + path))
                .header("Accept", "text/csv")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
            return answer.body().lines().toList();
        }
    }

    @Test
    void series() throws Exception {
        jdbc.sql("insert into usage_rollup values ('hour', '2021-03-01T10:00:00Z', 'chat', 'api_key', 5, '=cmd|x', 'a',"
                        + " 'token-1', 3, 1, 100, 10, 5, 2, 0.25, 1, 600, 40, 2, now(), 7)")
                .update();

        assertThat(lines("?group_by=model&" + DAY))
                .containsExactly(
                        "starts_at,model,requests,errors,tokens_in,tokens_out,tokens_cached,tokens_reasoning,cost_usd,"
                                + "priced_requests,latency_ms,ttft_ms,search_units",
                        "2021-03-01T10:00:00Z,'=cmd|x,3,1,100,10,5,2,0.250000,1,200,20,7");
    }

    @Test
    void aSeriesOfNothingHasItsHeader() throws Exception {
        assertThat(lines("?group_by=key&" + DAY))
                .singleElement()
                .asString()
                .startsWith("starts_at,provider_type,provider_id,provider_name,requests,");
    }

    @Test
    void allRecordsNewestFirst() throws Exception {
        jdbc.sql(
                        "insert into usage_record select gen_random_uuid(), timestamptz '2021-03-01T10:00:00Z' + n * interval '1 s',"
                                + " 'chat', 'chat', true, 'c' || n, 'token-1', '=req', 7, 'api_key', 5, 'openai', null, 'm', null,"
                                + " 200, null, 1, null, 12, null, 3, 4, null, null, null, 0.000000014, false"
                                + " from generate_series(1, 2500) as n")
                .update();

        List<String> lines = lines("/records?client=c1&client=c2500&client=c1200");
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("id,occurred_at,purpose,endpoint,stream,client,token_id,request_id,");
        assertThat(lines.get(1))
                .contains(",c2500,token-1,'=req,7,api_key,5,openai,,m,,200,")
                .contains("0.000000014");
        assertThat(lines("/records")).hasSize(2501).doesNotHaveDuplicates();
    }

    @Test
    void pagesAreForJson() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/llm-config/usage/records?limit=1"))
                .header("Accept", "text/csv")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(400);
        }
    }
}
