package loralei.model;

import java.util.List;
import loralei.torch.Tensor;

/** Self attention, cross attention and feed-forward over (B, N, C). */
final class TransformerBlock implements Block {
    private final String path;
    private final List<Block> parts;

    TransformerBlock(WeightSource source, String path, int channels, int context, int heads) {
        this.path = path;
        this.parts = List.of(
                Attention.self(source, path, channels, heads),
                Attention.cross(source, path, channels, context, heads),
                new FeedForward(source, path, channels));
    }

    @Override
    public boolean learns(BlockInputs inputs) {
        return parts.stream().anyMatch(part -> part.learns(inputs));
    }

    @Override
    public boolean learnsAtOnce(BlockInputs inputs) {
        return parts.get(0).learns(inputs);
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        return run(x, inputs, tape, false);
    }

    @Override
    public Tensor again(Tensor x, BlockInputs inputs, Tape tape) {
        return run(x, inputs, tape, true);
    }

    /** Without the last part's result where the block runs again. */
    private Tensor run(Tensor x, BlockInputs inputs, Tape tape, boolean again) {
        Tensor h = x.share();
        for (Block part : parts) {
            boolean last = part == parts.get(parts.size() - 1);
            Tensor next = again && last ? part.again(h, inputs, tape) : tape.run(part, h, inputs);
            h.close();
            h = next;
        }
        return h;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long parameters() {
        return parts.stream().mapToLong(Block::parameters).sum();
    }

    @Override
    public void close() {
        parts.forEach(Block::close);
    }
}
