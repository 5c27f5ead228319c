// The s-* elements as JSX. The two targets publish the same ones for everything that the blocks use; the
// thank-you page's types stand for both.
/// <reference types="@shopify/ui-extensions/purchase.thank-you.block.render" />
