package loralei.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loralei.config.CacheFolder;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry;
import loralei.data.ConceptList;
import loralei.data.ConceptLook;
import loralei.data.ExampleSource;

/** The folders of a run, as a list of concepts. A folder that did not change since the last look is not read again. */
public final class ConceptsJob implements UseCases.Concepts {
    private final ScanCache scans = new ScanCache();

    @Override
    public ConceptList open(TrainingConfig config) throws IOException {
        return ConceptList.open(config);
    }

    @Override
    public List<ConceptEntry> ofDropped(List<Path> dropped, TrainingConfig config) {
        return ConceptList.ofDropped(dropped, config);
    }

    @Override
    public ConceptLook look(ConceptEntry entry, Path list, TrainingConfig config) {
        ExampleSource.Folders folders = Encoding.folders(config, CacheFolder.ofThisUser());
        return ConceptLook.of(entry, list, config, folder -> scans.scan(folder, folders));
    }

    @Override
    public boolean wouldReplace(ConceptList list, Path target) {
        return list.wouldReplace(target);
    }

    @Override
    public void save(ConceptList list, Path target) throws IOException {
        list.write(target);
    }
}
