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
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        Tensor h = x.share();
        for (Block part : parts) {
            Tensor next = part.forward(h, inputs, tape);
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
