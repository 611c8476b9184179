package dev.signalbox.app.web;

import dev.signalbox.command.write.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * No configuration body is larger than 256 KiB, takes longer than 30 s, or has to be unpacked. An import may be larger, for
 * it has an audit log in it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BodyLimit extends OncePerRequestFilter {

    static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_IMPORTED = 64 * 1024 * 1024;

    private final JsonMapper json;
    private final ControlPlaneProperties.Limits limits;

    BodyLimit(JsonMapper json, ControlPlaneProperties properties) {
        this.json = json;
        this.limits = properties.control();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // also on what no other filter sees
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        int most = request.getRequestURI().startsWith("/api/v1/admin/import/") ? MOST_IMPORTED : MOST_BYTES;
        if (request.getContentLengthLong() > most) {
            refuse(request, response, tooLarge(most));
            return;
        }
        List<String> encodings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING));
        if (!encodings.stream()
                .allMatch(encoding -> encoding.toLowerCase(Locale.ROOT).equals("identity"))) {
            // a few compressed bytes may be any number of others
            refuse(
                    request,
                    response,
                    Problems.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "content-encoding",
                            "Content-Encoding is not supported: send the body as it is."));
            return;
        }
        chain.doFilter(new LimitedBody(request, most, limits.bodyTimeout()), response);
    }

    static org.springframework.http.ProblemDetail tooLarge(int most) {
        return Problems.of(HttpStatus.CONTENT_TOO_LARGE, "too-large", "The body is larger than " + most + " bytes.");
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, org.springframework.http.ProblemDetail problem)
            throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader("Connection", "close");
        problem.setInstance(URI.create(request.getRequestURI()));
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
