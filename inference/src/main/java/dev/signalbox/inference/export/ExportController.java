package dev.signalbox.inference.export;

import org.springframework.web.bind.annotation.RestController;

@RestController
public class ExportController {}
