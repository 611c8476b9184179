package dev.signalbox.app.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.resource.EncodedResourceResolver;

/** The module {@code console} as it was built: one page for all addresses, and files whose names change with their content. */
@Configuration(proxyBeanMethods = false)
class ConsoleFiles implements WebMvcConfigurer {

    /** What the console's own router knows; a reload, or a link in a mail, must find the page. */
    static final String[] PAGES = {
        "/",
        "/active",
        "/servers",
        "/api-keys",
        "/usage",
        "/playground",
        "/history",
        "/audit",
        "/tokens",
        "/projections",
        "/key-ring",
        "/nodes"
    };

    static final String ASSETS = "/assets/**";
    static final String ICON = "/favicon.svg";

    private static final String PLACE = "console/";

    @Bean
    RouterFunction<ServerResponse> consolePages() {
        ConsolePage page = new ConsolePage(index());
        var pages = RouterFunctions.route();
        for (String path : PAGES) {
            pages.route(RequestPredicates.GET(path), page::answer);
        }
        return pages.build();
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(ASSETS)
                .addResourceLocations("classpath:" + PLACE + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver());
        registry.addResourceHandler(ICON).addResourceLocations("classpath:" + PLACE);
    }

    private static String index() {
        // a build without Node has no console
        ClassPathResource built = new ClassPathResource(PLACE + "index.html");
        ClassPathResource found = built.exists() ? built : new ClassPathResource("no-console.html");
        try {
            return found.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
