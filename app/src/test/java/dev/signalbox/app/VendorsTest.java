package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** Vendors are data: the catalogue as it is shipped, and what configuration makes of it. */
class VendorsTest {

    private static VendorCatalogue catalogue(Map<String, Object> more) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("vendors", new ClassPathResource("vendors.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        environment.getPropertySources().addFirst(new MapPropertySource("more", more));
        return new Vendors().vendorCatalogue(environment);
    }

    @Test
    void theCatalogueIsCompleteAndSound() throws IOException {
        VendorCatalogue catalogue = catalogue(Map.of());

        assertThat(catalogue.vendors().keySet())
                .containsExactlyInAnyOrder(
                        "openai",
                        "openrouter",
                        "anthropic",
                        "google",
                        "cohere",
                        "together",
                        "fireworks",
                        "groq",
                        "mistral",
                        "deepseek",
                        "xai",
                        "huggingface",
                        "jina",
                        "voyage",
                        "perplexity",
                        "deepinfra",
                        "cerebras");
        assertThat(catalogue.vendors()).allSatisfy((name, vendor) -> {
            assertThat(vendor.origins()).allMatch(origin -> origin.startsWith("https://"));
            assertThat(vendor.baseUrl()).doesNotEndWith("/");
            assertThat(vendor.dialect()).isIn("openai", "anthropic");
            assertThat(Set.of("chat", "completions", "embeddings", "responses")).containsAll(vendor.endpoints());
            assertThat(Set.of("max-completion-tokens", "float-embeddings")).containsAll(vendor.quirks());
            Vendor.Rerank rerank = vendor.rerank();
            assertThat(rerank == null ? "jina" : rerank.dialect()).isIn("jina", "cohere", "voyage", "tei");
        });
        assertThat(catalogue.find("anthropic").orElseThrow().maxTokens()).isEqualTo(8192);
        assertThat(catalogue.find("cohere").orElseThrow().origins())
                .containsExactly("https://api.cohere.ai", "https://api.cohere.com");
    }

    @Test
    void oneIsAddedByConfiguration() throws IOException {
        VendorCatalogue catalogue = catalogue(Map.of(
                "signalbox.vendors.acme.base-url", "https://api.acme.example/v1",
                "signalbox.vendors.acme.litellm", "openai",
                "signalbox.vendors.acme.display-name", "Acme",
                "signalbox.vendors.acme.rerank.url", "https://rank.acme.example/rerank",
                "signalbox.vendors.acme.check.url", "https://api.acme.example/v1/models"));

        Vendor acme = catalogue.find("acme").orElseThrow();
        assertThat(acme.dialect()).isEqualTo("openai");
        assertThat(acme.auth()).isEqualTo("authorization");
        assertThat(acme.endpoints()).containsExactlyInAnyOrder("chat", "completions", "embeddings");
        assertThat(acme.origins()).containsExactly("https://api.acme.example", "https://rank.acme.example");
        assertThat(catalogue.find("openai")).isPresent();
    }

    @Test
    void oneIsChangedByConfiguration() throws IOException {
        VendorCatalogue catalogue =
                catalogue(Map.of("signalbox.vendors.openai.base-url", "https://eu.api.openai.com/v1"));

        assertThat(catalogue.find("openai").orElseThrow().baseUrl()).isEqualTo("https://eu.api.openai.com/v1");
        assertThat(catalogue.find("openai").orElseThrow().litellm()).isEqualTo("openai");
    }
}
